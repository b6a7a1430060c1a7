// What the executor asks of a planner, wherever it runs.
import type { Requirements } from './authorization/requirements.ts';
import type { UnresolvedField } from './planning/check-plan.ts';
import type { CostDirectives } from './planning/cost-directives.ts';
import type { Blueprint } from './prepare/blueprint.ts';

/** What a supergraph says beside its plans; plain data. */
export interface SupergraphFacts {
  /** The schema that clients see. */
  readonly apiSchemaSdl: string;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** Types of the supergraph, hidden ones too, by the abstract type that they are possible types (or interfaces) of. */
  readonly possibleTypes: Readonly<Record<string, readonly string[]>>;
  /** What its parts cost, those included that clients do not see. */
  readonly costs: CostDirectives;
  /** What they ask of whoever selects them. */
  readonly requirements: Requirements;
}

/** Why an operation is not executed at all; plain data. */
export interface RequestFault {
  readonly message: string;
  readonly code: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
}

/** What is known of an operation that is valid; plain data. */
export interface ValidFacts {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string | null;
  readonly declaresVariables: boolean;
  readonly usesIntrospection: boolean;
}

export type ValidationOutcome = { readonly kind: 'valid'; readonly facts: ValidFacts } | InvalidOutcome;

interface InvalidOutcome {
  readonly kind: 'invalid';
  readonly faults: readonly RequestFault[];
}

/** `unresolved`: root fields that no subgraph gives; the variables decide whether one is selected. `asking` is absent where nothing is asked. */
export type PlanOutcome = { readonly asking?: Asking } & (
  | { readonly kind: 'planned'; readonly blueprint: Blueprint; readonly unresolved?: readonly UnresolvedField[] }
  | InvalidOutcome
);

/** What an operation asks of its caller: requirements of the supergraph, by index. */
export interface Asking {
  readonly asked: readonly number[];
  /** Those of them that are not met: the outcome is that of the operation without the fields that ask for them. */
  readonly refused: readonly number[];
}

export interface OperationText {
  readonly text: string;
  readonly operationName: string | null;
}

export interface PlanRequest extends OperationText {
  /** Requirements of the supergraph that are not met, by index, in order; absent: all are. */
  readonly unmet?: readonly number[];
}

/** As it waits for the planner and travels to it. */
export type PlannerRequest = ({ readonly step: 'validate' } & OperationText) | ({ readonly step: 'plan' } & PlanRequest);

/** `client` is who asks: clients take turns. Both steps throw AppError: PLANNING_BUDGET_EXCEEDED, SERVICE_UNAVAILABLE. */
export interface Planner {
  readonly facts: SupergraphFacts;
  /** Parses and validates: cheap beside the plan, and all that is needed to judge whether there shall be one. */
  validate(request: OperationText, client?: string): Promise<ValidationOutcome>;
  /** Plans what is valid, which is not looked at again. */
  plan(request: PlanRequest, client?: string): Promise<PlanOutcome>;
  /** Nothing is validated any more. Whoever was validated is still planned. */
  close(): Promise<void>;
}
