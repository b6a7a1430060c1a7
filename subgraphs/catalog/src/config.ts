// The configuration of the catalog service; the only reader of the environment.
import { type Environment, readSettings } from '@tributary/config';
import { type SubgraphConfig, subgraphConfigOf, subgraphSettings } from '@tributary/subgraph-kit';

export const settings = subgraphSettings('catalog');

export type Config = SubgraphConfig;

/** @throws {ConfigError} listing every problem. */
export function loadConfig(environment: Environment = process.env): Config {
  const values = readSettings(settings, environment);
  return subgraphConfigOf(values, values.CATALOG_DATABASE_URL);
}
