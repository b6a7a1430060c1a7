// supergraph.yaml, in Apollo's format: which subgraphs there are, where their schemas and their services are.
import { parse } from 'yaml';

/** Where a schema is: in a file, beside the configuration, or with the running service, which tells it as `_service { sdl }`. */
export type SchemaOrigin =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'text'; readonly sdl: string }
  | { readonly kind: 'service'; readonly url: string };

export interface SubgraphConfig {
  readonly name: string;
  readonly routingUrl: string;
  readonly schema: SchemaOrigin;
}

export interface SupergraphConfig {
  readonly subgraphs: readonly SubgraphConfig[];
}

/** What is wrong with a configuration, in a sentence. */
export class SupergraphConfigError extends Error {
  override readonly name = 'SupergraphConfigError';
}

/** `file` is named in errors. @throws {SupergraphConfigError} */
export function parseSupergraphConfig(text: string, file = 'supergraph.yaml'): SupergraphConfig {
  const subgraphs = propertyOf(yamlIn(text, file), 'subgraphs');
  if (typeof subgraphs !== 'object' || subgraphs === null) throw new SupergraphConfigError(`${file} has no "subgraphs".`);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(subgraphs);
  if (entries.length === 0) throw new SupergraphConfigError(`${file} names no subgraph.`);
  return { subgraphs: entries.map(([name, subgraph]) => subgraphOf(name, subgraph, file)) };
}

function subgraphOf(name: string, subgraph: unknown, file: string): SubgraphConfig {
  const routingUrl = propertyOf(subgraph, 'routing_url');
  const schema = originOf(propertyOf(subgraph, 'schema'));
  if (schema === null)
    throw new SupergraphConfigError(`${file}: the schema of subgraph ${name} is one of "file", "sdl" and "subgraph_url", a text.`);
  if (typeof routingUrl === 'string') return { name, routingUrl, schema };
  if (schema.kind === 'service' && routingUrl === undefined) return { name, routingUrl: schema.url, schema };
  throw new SupergraphConfigError(`${file}: subgraph ${name} has no "routing_url".`);
}

function originOf(schema: unknown): SchemaOrigin | null {
  const [file, sdl, url] = ['file', 'sdl', 'subgraph_url'].map((key) => propertyOf(schema, key));
  if (typeof file === 'string') return { kind: 'file', file };
  if (typeof sdl === 'string') return { kind: 'text', sdl };
  return typeof url === 'string' ? { kind: 'service', url } : null;
}

function yamlIn(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new SupergraphConfigError(`${file} is no YAML: ${cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause)}`, {
      cause,
    });
  }
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
