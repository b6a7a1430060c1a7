// Package root: what other parts may import.

export { DatabaseError } from './database-error.ts';
export { createDatabaseIfMissing, isEmptyDatabase, urlOfDatabase } from './databases.ts';
export { dropOldPartitions } from './drop-partitions.ts';
export { freePorts } from './free-ports.ts';
export { migrate, migrationSql } from './migrate.ts';
export { postgresDataDir, type RunningPostgres, startPostgres } from './postgres.ts';
export { applyServiceRole } from './service-role.ts';
