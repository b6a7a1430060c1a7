// Package root: what other parts may import.
export { createLogger, type LogFields, type Logger, type LogLevel, logLevels } from './logger.ts';
