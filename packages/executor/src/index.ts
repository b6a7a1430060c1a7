// Executes Apollo query plans. The drop-in for @apollo/gateway is `@tributary/executor/drop-in`: whoever does without it does not load that.
export type { Path } from './authorization/complete-refused.ts';
export type { Unmet } from './authorization/refused-fields.ts';
export type { Requirement, Requirements } from './authorization/requirements.ts';
export type { FetchFault, FetchPlace, FieldFault, SubgraphError } from './execute/faults.ts';
export type { Send as SendToSubgraph, SubgraphAnswer, SubgraphRequest, Variables } from './execute/run.ts';
export type { ExecutionPart } from './execute-incrementally.ts';
export type { Execution } from './execute-operation.ts';
export { type LoadOptions, loadSupergraph } from './load-supergraph.ts';
export { type CostDirectives, costDirectivesOf, type ListSize } from './planning/cost-directives.ts';
export type { PlannerLimits } from './planning/planner-thread.ts';
export { responseNameOf } from './planning/response-names.ts';
export type { KilledPlanning } from './planning/threaded-planner.ts';
export type { PreparedOperation } from './prepared-operation.ts';
export { OperationRefused, type OperationText, type Supergraph } from './supergraph.ts';
export { createHttpClient, type HttpClient, type HttpClientOptions, type HttpRequest, type HttpResponse } from './transport/http-client.ts';
export type { ValidOperation } from './valid-operation.ts';
