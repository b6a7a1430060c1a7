// Package root: what other parts may import.
export { createDatabaseIfMissing, isEmptyDatabase, urlOfDatabase } from './databases.ts';
export { DatabaseError } from './database-error.ts';
export { migrate, migrationSql } from './migrate.ts';
export { postgresDataDir, type RunningPostgres, startPostgres } from './postgres.ts';
