// supergraph.yaml, in Apollo's format: which subgraphs there are, where their schemas and their services are.
import { parse } from 'yaml';

export interface SupergraphConfig {
  readonly subgraphs: readonly { readonly name: string; readonly routingUrl: string; readonly schemaFile: string }[];
}

/** @throws {Error} with a sentence that says what is wrong. */
export function parseSupergraphConfig(text: string): SupergraphConfig {
  const root: unknown = parse(text);
  const subgraphs = propertyOf(root, 'subgraphs');
  if (typeof subgraphs !== 'object' || subgraphs === null) throw new Error('supergraph.yaml has no "subgraphs".');
  return {
    subgraphs: Object.entries(subgraphs).map(([name, subgraph]: [string, unknown]) => {
      const schemaFile = propertyOf(propertyOf(subgraph, 'schema'), 'file');
      const routingUrl = propertyOf(subgraph, 'routing_url');
      if (typeof schemaFile !== 'string') throw new Error(`supergraph.yaml: subgraph ${name} has no "schema.file".`);
      if (typeof routingUrl !== 'string') throw new Error(`supergraph.yaml: subgraph ${name} has no "routing_url".`);
      return { name, routingUrl, schemaFile };
    }),
  };
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
