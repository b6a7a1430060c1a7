// Planning without executing, for those who compare plans: in this thread, and what plans and supergraphs are read with.
export type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
export { withoutNumber } from './planning/asked-fields.ts';
export { eachField, parseFieldSet } from './planning/field-sets.ts';
export { type LoadedSupergraph, loadPlanner } from './planning/load-planner.ts';
export { type PlanResult, planOperation } from './planning/plan-operation.ts';
export { responseNameOf } from './planning/response-names.ts';
export { possibleTypesOf } from './planning/supergraph-document.ts';
export { fieldSetsOf } from './planning/supergraph-field-sets.ts';
export { type SelectionTree, writtenBy } from './prepare/selection-tree.ts';
