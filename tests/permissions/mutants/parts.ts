// What the guarded schema of a subgraph is built from; a mutant is built from the same with something missing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type Permissions, permissionsOf } from '@tributary/auth-kit';
import { root, type SubgraphName } from '@tributary/test-kit';
import { type DocumentNode, type GraphQLFieldResolver, type GraphQLSchema, parse } from 'graphql';

export interface Parts {
  readonly typeDefs: DocumentNode;
  readonly entries: Permissions['entries'];
  readonly resolvers: Resolvers;
}
/** What `buildSubgraphSchema` takes; each subgraph checks its own. */
type Resolvers = Readonly<Record<string, Record<string, GraphQLFieldResolver<unknown, unknown>>>>;

export async function partsOf(name: SubgraphName): Promise<Parts> {
  const moduleOf = (file: string) => import(join(root, 'subgraphs', name, 'src', file));
  const typeDefs = parse(readFileSync(join(root, 'subgraphs', name, 'schema.graphql'), 'utf8'));
  const { permissionsFor } = (await moduleOf('permissions.ts')) as { permissionsFor: (typeDefs: DocumentNode) => Permissions }; // every subgraph has one
  const { resolvers } = (await moduleOf('resolvers/index.ts')) as { resolvers: Resolvers }; // every subgraph has them
  return { typeDefs, resolvers, entries: permissionsFor(typeDefs).entries };
}

/** As each subgraph's schema.ts does. @throws {Error} when a coordinate is not covered. */
export function buildGuarded({ typeDefs, entries, resolvers }: Parts): GraphQLSchema {
  return permissionsOf<never>(typeDefs, entries).applyTo(buildSubgraphSchema([{ typeDefs, resolvers }]));
}
