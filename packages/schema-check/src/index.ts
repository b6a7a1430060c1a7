// Package root: what other parts may import.
export { apiSchemaOf } from './api-schema.ts';
export { type ChangeCodeName, changeCodes, isChangeCode } from './change-codes.ts';
export type { ChangeCode } from './codes/change-code.ts';
export { type Composition, composeSubgraphs, type Finding, formatFinding, type SubgraphSource } from './compose-subgraphs.ts';
export { diffGraphs, type Graph } from './diff/diff-graphs.ts';
export { diffSchemas } from './diff/diff-schemas.ts';
export { diffSubgraphs, type SubgraphChanges } from './diff/diff-subgraphs.ts';
export type { AffectedOperation, Change, Severity, SourceLocation, UsageEntry } from './model.ts';
export { affectedOperations, type InvalidOperation, invalidOperations } from './operations/affected-operations.ts';
export { countedOperations, everyOperation, severityWithUsage, type UsageThresholds } from './operations/severity-with-usage.ts';
export { parseSupergraphConfig, type SupergraphConfig } from './supergraph-config.ts';
