// Package root: what other parts may import.
export { apiSchemaOf } from './api-schema.ts';
export { type Composition, composeSubgraphs, type Finding, formatFinding, type SubgraphSource } from './compose-subgraphs.ts';
export { parseSupergraphConfig, type SupergraphConfig } from './supergraph-config.ts';
