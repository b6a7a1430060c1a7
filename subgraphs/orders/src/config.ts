// The configuration of the orders service; the only reader of the environment.
import { defineSettings, type Environment, readSettings } from '@tributary/config';
import {
  type SubgraphConfig,
  siblingSettings,
  stepHookOf,
  stepHookSettings,
  subgraphConfigOf,
  subgraphSettings,
} from '@tributary/subgraph-kit';
import { z } from 'zod';

const milliseconds = z.coerce
  .number('is not a number')
  .int('is not a whole number')
  .min(50, 'is at least 50')
  .max(60_000, 'is at most 60000');

export const settings = defineSettings({
  ...subgraphSettings('orders', 4004),
  ...siblingSettings('accounts', 4001),
  ...siblingSettings('catalog', 4002),
  ...siblingSettings('inventory', 4003),
  ...stepHookSettings,
  RECONCILE_INTERVAL_MS: {
    schema: milliseconds,
    default: '5000',
    description: 'How often orders looks for commands whose process died, in milliseconds.',
  },
  INTENT_LEASE_MS: {
    schema: milliseconds,
    default: '15000',
    description: 'How long a command that spans services may run before it counts as dead, in milliseconds.',
  },
});

export interface Config extends SubgraphConfig {
  readonly accountsUrl: string;
  readonly catalogUrl: string;
  readonly inventoryUrl: string;
  readonly stepHookUrl: string | null;
  readonly reconcileIntervalMs: number;
  readonly intentLeaseMs: number;
}

/** @throws {ConfigError} listing every problem. */
export function loadConfig(environment: Environment = process.env): Config {
  const values = readSettings(settings, environment);
  return Object.freeze({
    ...subgraphConfigOf(values, values.ORDERS_DATABASE_URL),
    accountsUrl: values.ACCOUNTS_URL,
    catalogUrl: values.CATALOG_URL,
    inventoryUrl: values.INVENTORY_URL,
    stepHookUrl: stepHookOf(values),
    reconcileIntervalMs: values.RECONCILE_INTERVAL_MS,
    intentLeaseMs: values.INTENT_LEASE_MS,
  });
}
