// explain: what a code of a check means, and the way out.
import { parseArgs } from 'node:util';
import { changeCodes, databaseCodes } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';
import { codeAsText, codesAsText, type ExplainedCode } from '../schemas/write-changes.ts';

const codes: Readonly<Record<string, ExplainedCode>> = { ...changeCodes, ...databaseCodes };

export async function run(args: readonly string[]): Promise<number> {
  const { code, format } = optionsOf(args);
  if (code === undefined) {
    process.stdout.write(format === 'json' ? asJson(codes) : codesAsText(codes));
    return 0;
  }
  const name = code.toUpperCase();
  const explained = Object.hasOwn(codes, name) ? codes[name] : undefined;
  if (explained === undefined) throw new CommandError(`There is no code "${code}".${similarTo(name)}`, 2);
  process.stdout.write(format === 'json' ? asJson({ [name]: explained }) : codeAsText(name, explained));
  return 0;
}

/** Where operations feel it is for the check alone. */
function asJson(asked: typeof codes): string {
  const rows = Object.entries(asked).map(([code, { severity, exception, meaning, before, after, wayOut }]) => ({
    code,
    severity,
    exception,
    meaning,
    before,
    after,
    wayOut,
  }));
  return `${JSON.stringify({ version: 1, codes: rows }, null, 2)}\n`;
}

function similarTo(name: string): string {
  const words = name.split('_').filter((word) => word !== '');
  const similar = Object.keys(codes).filter((code) => words.some((word) => code.split('_').includes(word)));
  return similar.length === 0 ? ' `tributary explain` lists them all.' : ` There are: ${similar.slice(0, 8).join(', ')}.`;
}

function optionsOf(args: readonly string[]): { readonly code: string | undefined; readonly format: string } {
  const { values, positionals } = parsed(args);
  const { format = 'text' } = values;
  if (positionals.length > 1) throw new CommandError('One code at a time.', 2);
  if (format !== 'text' && format !== 'json') throw new CommandError('--format is text or json.', 2);
  return { code: positionals[0], format };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { format: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), 2);
  }
}
