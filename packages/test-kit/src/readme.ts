// What the README promises.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.ts';

/** The first query of the README, and the answer that it shows for Maria Anders. */
export function readmeExample(): { readonly query: string; readonly answer: { readonly data: Readonly<Record<string, unknown>> } } {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const block = (language: string) => new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(readme)?.[1];
  const [query, answer] = [block('graphql'), block('json')];
  if (query === undefined || answer === undefined) throw new Error('The README shows no query with its answer.');
  return { query, answer: JSON.parse(answer) };
}
