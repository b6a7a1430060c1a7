// The guarded schema of the accounts service; pure, used by the service and by tests.
import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { permissionsFor } from './permissions.ts';
import { resolvers } from './resolvers/index.ts';

const typeDefs = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));

export const schema = permissionsFor(typeDefs).applyTo(buildSubgraphSchema([{ typeDefs, resolvers }]));
