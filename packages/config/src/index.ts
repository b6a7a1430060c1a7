// Package root: what other parts may import.

export { describeSettings } from './describe-settings.ts';
export { ConfigError, defineSettings, type Environment, readSettings, type Settings, type ValuesOf } from './settings.ts';
