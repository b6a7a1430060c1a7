// All scenarios, in the order in which they run, and the ones that the short form takes.
import type { Scenario } from '../scenario.ts';
import { changeScenarios } from './changes.ts';
import { crowdScenarios } from './crowds.ts';
import { databaseScenarios } from './databases.ts';
import { redisScenarios } from './redis.ts';
import { subgraphScenarios } from './subgraphs.ts';

export const scenarios: readonly Scenario[] = [
  ...subgraphScenarios,
  ...redisScenarios,
  ...databaseScenarios,
  ...changeScenarios,
  ...crowdScenarios,
];

/** What differs from another one by the subgraph alone is left to the long form. */
const leftToLong = new Set(['accounts', 'catalog', 'inventory', 'orders'].flatMap((name) => [`${name} killed`, `${name} frozen`]));

export const shortScenarios = scenarios.filter(({ name }) => !leftToLong.has(name));
