// Package root: what other parts may import.
export { ConfigError, defineSettings, type Environment, readSettings, type Settings, type ValuesOf } from './settings.ts';
export { describeSettings } from './describe-settings.ts';
