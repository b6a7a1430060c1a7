// The files of a new subgraph and the rows that others get: pure, from the templates and what the project says.
import { isMap, parseDocument } from 'yaml';
import { CommandError } from '../command-error.ts';
import { variablePrefix } from '../project.ts';
import { type EntityNames, entityNames } from './names.ts';
import { render, type Values } from './render.ts';
import type { SubgraphTemplates } from './templates.ts';

export interface NewSubgraph {
  readonly name: string;
  /** Types, at least one. */
  readonly entities: readonly string[];
  /** What adding an entity asks for. */
  readonly scope: string;
}

/** Files of the project: those that get a row, and one to go by. */
export interface ProjectTexts {
  readonly supergraph: string;
  /** Null where the project has none. */
  readonly compose: string | null;
  /** The package.json of a sibling: the same packages come from the same places. Null where there is no sibling. */
  readonly siblingPackage: string | null;
}

export interface SubgraphPlan {
  readonly port: number;
  readonly routingUrl: string;
  /** Text by path from the project's root. */
  readonly created: ReadonlyMap<string, string>;
  readonly edited: ReadonlyMap<string, string>;
}

/** @throws {CommandError} 2, where two files would be one, or a row has no place. */
export function planSubgraph(subgraph: NewSubgraph, templates: SubgraphTemplates, project: ProjectTexts): SubgraphPlan {
  const entities = subgraph.entities.map(entityNames);
  const ports = portsOf(project.supergraph);
  const port = Math.max(4_000, ...ports.values()) + 1;
  const values = valuesOf(subgraph, entities, port, ports.get('accounts') ?? 4_001);
  const entityValues = entities.map(valuesOfEntity);
  const created = new Map<string, string>();
  for (const { path, text } of templates.files) {
    // A path that names an entity stands for one file of each.
    const each = /_Type_|_file_/.test(path) ? entityValues : [null];
    for (const entity of each) {
      const own = pathOf(path, { ...values, ...entity });
      if (created.has(own)) throw new CommandError(`Two parts of the subgraph would be ${own}: choose another name for the entity.`, 2);
      created.set(own, render(text, { ...values, ...entity }, entityValues));
    }
  }
  if (project.siblingPackage !== null) {
    const own = `subgraphs/${subgraph.name}/package.json`;
    created.set(own, withSpecifiers(created.get(own) ?? '', project.siblingPackage));
  }
  const edited = new Map([['supergraph.yaml', withSubgraph(project.supergraph, render(templates.supergraphRow, values, []))]]);
  if (project.compose !== null) edited.set('docker-compose.yml', withService(project.compose, render(templates.composeRow, values, [])));
  return { port, routingUrl: `http://${subgraph.name}:${port}/graphql`, created, edited };
}

const pathOf = (path: string, values: Values): string => path.replaceAll(/_(name|Type|file)_/g, (_all, key: string) => values[key] ?? '');

/** By subgraph, as the routing addresses of supergraph.yaml have it. */
function portsOf(supergraph: string): ReadonlyMap<string, number> {
  const urls = supergraph.matchAll(/^\s*routing_url:\s*["']?https?:\/\/([^\s:/"']+):(\d+)/gm);
  return new Map([...urls].map(([, host = '', port]) => [host, Number(port)]));
}

/** Behind the last of the subgraphs; what follows them stays where it is. */
function withSubgraph(supergraph: string, row: string): string {
  const subgraphs = parseDocument(supergraph).get('subgraphs', true);
  const end = isMap(subgraphs) ? (subgraphs.range?.[1] ?? supergraph.length) : supergraph.length;
  return `${supergraph.slice(0, end).trimEnd()}\n${row.trimEnd()}\n${supergraph.slice(end)}`;
}

interface PackageFile {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** In the repository they say `workspace:` and `catalog:`; a platform of packages from elsewhere may say otherwise. */
function withSpecifiers(text: string, sibling: string): string {
  const own = JSON.parse(text) as PackageFile; // a template of ours
  const { dependencies, devDependencies } = JSON.parse(sibling) as PackageFile; // as pnpm reads it
  const known = { ...devDependencies, ...dependencies };
  const as = (list: PackageFile['dependencies'] = {}) =>
    Object.fromEntries(Object.entries(list).map(([name, at]) => [name, known[name] ?? at]));
  const result = { ...own, dependencies: as(own.dependencies), devDependencies: as(own.devDependencies) };
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** The gateway's row stays the last: it is what the others are for. */
function withService(compose: string, row: string): string {
  const place = compose.search(/^ {2}gateway:$/m);
  if (place === -1) throw new CommandError('docker-compose.yml has no service `gateway` that the new one could stand before.', 2);
  return `${compose.slice(0, place)}${row}${compose.slice(place)}`;
}

function valuesOf({ name, scope }: NewSubgraph, entities: readonly EntityNames[], port: number, accountsPort: number): Values {
  const types = entities.map(({ Type }) => Type).sort();
  return {
    name,
    scope,
    PREFIX: variablePrefix(name),
    port: String(port),
    accountsPort: String(accountsPort),
    owned: new Intl.ListFormat('en').format(entities.map(({ manyWords }) => manyWords)),
    types: types.map((type) => `\`${type}\``).join(', '),
    typeImports: types.join(', '),
    typeTexts: types.map((type) => `'${type}'`).join(', '),
    manyImports: entities.map(({ many }) => many).join(', '),
  };
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function valuesOfEntity(names: EntityNames): Values {
  const a = /^[aeiou]/.test(names.words) ? 'an' : 'a';
  return { ...names, a, A: capital(a), Words: capital(names.words), ManyWords: capital(names.manyWords) };
}
