// The configuration of the inventory service; the only reader of the environment.
import { defineSettings, type Environment, readSettings } from '@tributary/config';
import {
  type SubgraphConfig,
  siblingSettings,
  stepHookOf,
  stepHookSettings,
  subgraphConfigOf,
  subgraphSettings,
} from '@tributary/subgraph-kit';

export const settings = defineSettings({
  ...subgraphSettings('inventory', 4003),
  ...siblingSettings('accounts', 4001),
  ...stepHookSettings,
});

export interface Config extends SubgraphConfig {
  readonly accountsUrl: string;
  readonly stepHookUrl: string | null;
}

/** @throws {ConfigError} listing every problem. */
export function loadConfig(environment: Environment = process.env): Config {
  const values = readSettings(settings, environment);
  return Object.freeze({
    ...subgraphConfigOf(values, values.INVENTORY_DATABASE_URL),
    accountsUrl: values.ACCOUNTS_URL,
    stepHookUrl: stepHookOf(values),
  });
}
