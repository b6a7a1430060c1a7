// Package root: what other parts may import.
export { createOperationReader, type OperationReader, type OperationReading } from './read-operation.ts';
export { schemaUsesOf } from './schema-uses.ts';
export type { SeenUses } from './seen-uses.ts';
export { mergedUsage, missedLine, type ParsedSnapshot, parseSnapshot, snapshotLine, type UsageEntry } from './snapshots.ts';
export { everyUse, type RecordedUses, type SchemaUses, schemaUsesOfRecorded, type Use } from './use.ts';
