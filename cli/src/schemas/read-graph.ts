// A graph from a file: supergraph.yaml, a supergraph, or a plain schema.
import { readFileSync } from 'node:fs';
import { apiSchemaOf, composeSubgraphs, formatFinding, type Graph } from '@tributary/schema-check';
import { buildSchema, type GraphQLSchema, Source } from 'graphql';
import { CommandError } from '../command-error.ts';
import { sourcesOfConfig } from '../composition/subgraph-sources.ts';

/** Only a configuration names the subgraphs. */
export type ReadGraph = ({ readonly kind: 'graph' } & Graph) | { readonly kind: 'schema'; readonly api: GraphQLSchema };

/** @throws {CommandError} 2 with file and line, when it cannot be read; 1 when its subgraphs do not compose. */
export async function readGraph(file: string): Promise<ReadGraph> {
  if (/\.ya?ml$/.test(file)) return composed(file);
  const text = readText(file);
  try {
    const api = /@join__|join__Graph/.test(text) ? apiSchemaOf(text) : buildSchema(new Source(text, file));
    return { kind: 'schema', api };
  } catch (error) {
    throw new CommandError(`${file} is no schema: ${messageOf(error)}`, 2, { cause: error });
  }
}

async function composed(file: string): Promise<ReadGraph> {
  const subgraphs = await sourcesOfConfig(file);
  const composition = composeSubgraphs(subgraphs);
  if (composition.kind === 'failed') {
    const errors = composition.errors.map((error) => formatFinding(error, 'error', subgraphs));
    throw new CommandError(`The subgraphs of ${file} do not compose:\n${errors.join('\n')}`, 1);
  }
  return { kind: 'graph', subgraphs, api: apiSchemaOf(composition.supergraph) };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${messageOf(error)}`, 2, { cause: error });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
