// The templates of a new subgraph: cli/templates/subgraph is the tree of its files, cli/templates/subgraph-rows what other files get.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Template {
  /** From the project's root; `_name_`, `_Type_` and `_file_` stand for names. */
  readonly path: string;
  readonly text: string;
}

export interface SubgraphTemplates {
  readonly files: readonly Template[];
  readonly supergraphRow: string;
  readonly composeRow: string;
}

const suffix = '.tmpl';
const folder = fileURLToPath(new URL('../../templates', import.meta.url));

export function readTemplates(): SubgraphTemplates {
  const tree = join(folder, 'subgraph');
  const files = readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: relative(tree, file).slice(0, -suffix.length), text: readFileSync(file, 'utf8') }));
  const row = (name: string) => readFileSync(join(folder, 'subgraph-rows', `${name}${suffix}`), 'utf8');
  return { files, supergraphRow: row('supergraph.yaml'), composeRow: row('docker-compose.yml') };
}
