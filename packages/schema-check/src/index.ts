// Package root: what other parts may import.
export { apiSchemaOf } from './api-schema.ts';
export { type Approval, parseApprovals } from './approvals/approvals.ts';
export { type CheckSide, checkSchemas } from './check/check-schemas.ts';
export type { ComposedGraph, SchemaDiffer } from './check/schema-differ.ts';
export { taskResult } from './check/task-results.ts';
export { type Composition, composeSubgraphs, type Finding, formatFinding, type SubgraphSource } from './compose-subgraphs.ts';
export { lintSubgraphs } from './lint/lint-subgraphs.ts';
export type { AffectedOperation, Change, CheckReport, Finding as TaskFinding, UsageEntry } from './model.ts';
export { isReportFormat, type ReportFormat, renderReport, reportFormats } from './report/render-report.ts';
export { parseSupergraphConfig, type SupergraphConfig } from './supergraph-config.ts';
export { type EmbeddedDocuments, embeddedDocuments } from './usage/embedded-documents.ts';
export { type ParsedUsage, parseManifest, registered } from './usage/manifests.ts';
export { parseSnapshot, snapshotLine } from './usage/snapshots.ts';
