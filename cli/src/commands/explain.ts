// explain: what a code means that a command prints, and the way out.
import { parseArgs } from 'node:util';
import { codesJson, explanations } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';
import { codeAsText, codesAsText } from '../schemas/write-changes.ts';

export async function run(args: readonly string[]): Promise<number> {
  const { code, format } = optionsOf(args);
  if (code === undefined) {
    process.stdout.write(format === 'json' ? codesJson(explanations) : codesAsText(explanations));
    return 0;
  }
  const name = code.toUpperCase();
  const explanation = Object.hasOwn(explanations, name) ? explanations[name] : undefined;
  if (explanation === undefined) throw new CommandError(`There is no code "${code}".${similarTo(name)}`, 2);
  process.stdout.write(format === 'json' ? codesJson({ [name]: explanation }) : codeAsText(name, explanation));
  return 0;
}

function similarTo(name: string): string {
  const words = name.split('_').filter((word) => word !== '');
  const similar = Object.keys(explanations).filter((code) => words.some((word) => code.split('_').includes(word)));
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
