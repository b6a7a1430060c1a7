// Package root: what other parts may import.
export { apiSchemaOf } from './api-schema.ts';
export { type Composition, composeSubgraphs, type Finding, type SubgraphSource } from './compose-subgraphs.ts';
export { type FindingStyle, formatFinding, plainStyle } from './format-finding.ts';
export { parseSupergraphConfig, type SchemaOrigin, type SupergraphConfig, SupergraphConfigError } from './supergraph-config.ts';
