// The configuration of the catalog service; the only reader of the environment.
import { defineSettings, type Environment, readSettings } from '@tributary/config';
import { type SubgraphConfig, siblingSettings, subgraphConfigOf, subgraphSettings } from '@tributary/subgraph-kit';

export const settings = defineSettings({ ...subgraphSettings('catalog', 4002), ...siblingSettings('accounts', 4001) });

export interface Config extends SubgraphConfig {
  readonly accountsUrl: string;
}

/** @throws {ConfigError} listing every problem. */
export function loadConfig(environment: Environment = process.env): Config {
  const values = readSettings(settings, environment);
  return Object.freeze({ ...subgraphConfigOf(values, values.CATALOG_DATABASE_URL), accountsUrl: values.ACCOUNTS_URL });
}
