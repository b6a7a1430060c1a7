// Package root: what a subgraph is made of.
export { done, type Outcome, parseInput, payloadOf, refused, type UserError, userError } from './commands.ts';
export { type SubgraphConfig, siblingSettings, subgraphConfigOf, subgraphSettings } from './config.ts';
export { createDatabase, type Database, type RawClient } from './database.ts';
export { forgettingReads } from './forget-reads.ts';
export { type IdempotencyClaim, type IdempotentOutcome, runIdempotently } from './idempotency.ts';
export { numberOf, present } from './ids.ts';
export { type Connection, connectionOf, type Edge, type PageInfo } from './lists/connection.ts';
export { asc, defineList, desc, type List, type PageArguments, type SortColumn } from './lists/list.ts';
export { createListLoaders, type ListLoaders, nestedList } from './lists/nested-list.ts';
export { searchPatterns } from './lists/search.ts';
export { type Money, moneyOf } from './money.ts';
export type { RequestContext } from './request-context.ts';
export { scalars } from './scalars.ts';
export { runSubgraph } from './serve/run-subgraph.ts';
export { type RunningSubgraph, type Service, type ServiceEnvironment, serveSubgraph } from './serve/serve-subgraph.ts';
export { createSibling, type Sibling } from './sibling.ts';
export { createStepHook, type StepHook, stepHookOf, stepHookSettings } from './step-hook.ts';
export { subscriptionsUnavailable } from './subscriptions.ts';
