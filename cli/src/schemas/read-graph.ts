// A graph from a file: supergraph.yaml, a supergraph, or a plain schema.
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import {
  apiSchemaOf,
  composeSubgraphs,
  formatFinding,
  type Graph,
  parseSupergraphConfig,
  type SubgraphSource,
} from '@tributary/schema-check';
import { buildSchema, type GraphQLSchema, Source } from 'graphql';
import { CommandError } from '../command-error.ts';

/** Only a configuration names the subgraphs. */
export type ReadGraph = ({ readonly kind: 'graph' } & Graph) | { readonly kind: 'schema'; readonly api: GraphQLSchema };

/** @throws {CommandError} 2 with file and line, when it cannot be read; 1 when its subgraphs do not compose. */
export function readGraph(file: string): ReadGraph {
  const text = readText(file);
  if (/\.ya?ml$/.test(file)) return composed(file, text);
  try {
    const api = /@join__|join__Graph/.test(text) ? apiSchemaOf(text) : buildSchema(new Source(text, file));
    return { kind: 'schema', api };
  } catch (error) {
    throw new CommandError(`${file} is no schema: ${messageOf(error)}`, 2, { cause: error });
  }
}

function composed(file: string, text: string): ReadGraph {
  const subgraphs = subgraphsOf(file, text);
  const composition = composeSubgraphs(subgraphs);
  if (composition.kind === 'failed') {
    throw new CommandError(`The subgraphs of ${file} do not compose:\n${composition.errors.map(formatFinding).join('\n')}`, 1);
  }
  return { kind: 'graph', subgraphs, api: apiSchemaOf(composition.supergraph) };
}

function subgraphsOf(file: string, text: string): readonly SubgraphSource[] {
  try {
    return parseSupergraphConfig(text).subgraphs.map(({ name, routingUrl, schemaFile }) => {
      const path = relative(process.cwd(), resolve(dirname(file), schemaFile));
      return { name, url: routingUrl, file: path, sdl: readText(path) };
    });
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${file}: ${messageOf(error)}`, 2, { cause: error });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${messageOf(error)}`, 2, { cause: error });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
