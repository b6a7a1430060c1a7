// operations: what clients send, as a usage snapshot.
import { writeFileSync } from 'node:fs';
import { snapshotLine } from '@tributary/schema-check';
import { parsedArgs } from '../check/check-options.ts';
import { readUsage } from '../check/read-usage.ts';
import { CommandError } from '../command-error.ts';

export async function run([action, ...args]: readonly string[]): Promise<number> {
  if (action !== 'extract') throw new CommandError('What is to be done with operations? `operations extract PATTERN...`', 2);
  const text = { type: 'string' } as const;
  const { values, positionals } = parsedArgs(args, { out: text, client: text, 'client-version': text });
  if (positionals.length === 0) throw new CommandError('Which operations? Name files, folders or patterns.', 2);
  const client = values.client ?? null;
  const version = values['client-version'] ?? null;
  const entries = readUsage(positionals).entries.map((entry) => ({
    ...entry,
    client: client ?? entry.client,
    version: version ?? entry.version,
  }));
  const lines = entries.map(snapshotLine).join('');
  if (values.out === undefined) process.stdout.write(lines);
  else {
    writeFileSync(values.out, lines);
    process.stdout.write(`Wrote ${values.out}: ${entries.length} operation${entries.length === 1 ? '' : 's'}.\n`);
  }
  return 0;
}
