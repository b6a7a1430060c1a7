// The example domain: which files of the repository it is, and copying them.
import { cpSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What `tributary init` takes from the repository; the rest of that are packages, and the tests of these. */
const parts = ['subgraphs', 'prisma', 'supergraph.yaml', 'supergraph.graphql', 'pnpm-workspace.yaml', 'patches', 'docs/ci'];
const made = ['node_modules', 'generated'];

/** Copies files and folders of one folder into another. Made files, and those called as in `without`, stay behind. */
export function copyParts(from: string, to: string, names: readonly string[], without: readonly string[] = []): void {
  const isWanted = (path: string) => ![...made, ...without].includes(basename(path));
  for (const name of names) cpSync(join(from, name), join(to, name), { recursive: true, filter: isWanted });
}

export const copyExample = (from: string, to: string): void => copyParts(from, to, parts);

/** Where the example is: in the package when that is packed, else the repository. */
export function exampleDir(): string {
  const packed = fileURLToPath(new URL('../../example', import.meta.url));
  return existsSync(packed) ? packed : fileURLToPath(new URL('../../..', import.meta.url));
}
