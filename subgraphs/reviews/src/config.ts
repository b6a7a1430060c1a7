// The configuration of the reviews service; the only reader of the environment.
import { defineSettings, type Environment, readSettings } from '@tributary/config';
import { type SubgraphConfig, siblingSettings, subgraphConfigOf, subgraphSettings } from '@tributary/subgraph-kit';

export const settings = defineSettings({
  ...subgraphSettings('reviews', 4005),
  ...siblingSettings('accounts', 4001),
  ...siblingSettings('orders', 4004),
});

export interface Config extends SubgraphConfig {
  readonly accountsUrl: string;
  readonly ordersUrl: string;
}

/** @throws {ConfigError} listing every problem. */
export function loadConfig(environment: Environment = process.env): Config {
  const values = readSettings(settings, environment);
  return Object.freeze({
    ...subgraphConfigOf(values, values.REVIEWS_DATABASE_URL),
    accountsUrl: values.ACCOUNTS_URL,
    ordersUrl: values.ORDERS_URL,
  });
}
