// Makes an administrator: `tributary admin create` runs it. The password comes from a prompt or standard input, never from an argument.
import { parseArgs } from 'node:util';
import { ConfigError } from '@tributary/config';
import { createLogger } from '@tributary/logging';
import { createDatabase } from '@tributary/subgraph-kit';
import { createAdmin } from './admins.ts';
import { loadConfig } from './config.ts';
import { createMailer } from './datasources/create-mailer.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { createPasswords } from './passwords.ts';
import { readPassword } from './read-password.ts';

const options = { email: { type: 'string' }, name: { type: 'string' }, invite: { type: 'boolean' }, another: { type: 'boolean' } } as const;

process.exitCode = await run();

async function run(): Promise<number> {
  const { email = '', name = '', invite = false, another = false } = parseArgs({ options }).values;
  try {
    const config = loadConfig();
    const logger = createLogger({ service: 'accounts', level: 'warn', write: (line) => void process.stderr.write(`${line}\n`) });
    const password = invite ? null : await readPassword(process.stdin, process.stderr);
    const database = createDatabase(
      { url: config.databaseUrl, poolSize: 1, applicationName: 'admin create', onConnectionError: () => undefined },
      (adapter) => new PrismaClient({ adapter }),
    );
    try {
      const parts = { db: database.client, passwords: createPasswords(), mail: createMailer(config, logger) };
      const outcome = await createAdmin(parts, { email, name, password, another });
      if (outcome.kind === 'refused') return fail(outcome.userErrors.map(({ message }) => message).join('\n'), 2);
      process.stdout.write(`${outcome.value.email} is ${invite ? 'invited by mail' : 'an administrator'} (user ${outcome.value.id}).\n`);
      return 0;
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof ConfigError) return fail(error.message, 2);
    return fail(`The administrator was not made: ${error instanceof Error ? error.message : String(error)}`, 3);
  }
}

function fail(message: string, code: number): number {
  process.stderr.write(`${message}\n`);
  return code;
}
