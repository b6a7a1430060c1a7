// The work of a planner, in whichever thread it runs: a supergraph is loaded once, then operations become blueprints.
import type { GraphQLFormattedError } from 'graphql';
import type { PlanOutcome, PlanRequest, RequestFault, SupergraphFacts } from '../planner.ts';
import { prepareBlueprint } from '../prepare/prepare-blueprint.ts';
import { factsOf, loadPlanner } from './load-planner.ts';
import { planOperation } from './plan-operation.ts';
import { responseNameOf } from './response-names.ts';

/** Plain data: what a planner is started with. */
export interface PlannerStart {
  readonly supergraphSdl: string;
  /** What executions give as data. */
  readonly mode: 'text' | 'object';
  /** Subgraphs whose fetches are never joined in one request. */
  readonly separate?: ReadonlySet<string>;
  /** Whether `@defer` is part of the schema. */
  readonly incrementalDelivery?: boolean;
}

export interface PlannerWork {
  readonly facts: SupergraphFacts;
  /** @throws {Error} when the planner fails on an operation that is valid. */
  plan(request: PlanRequest): PlanOutcome;
}

/** @throws {Error} when the text is no supergraph; the message says why. */
export function createPlannerWork({ supergraphSdl, mode, separate = new Set(), incrementalDelivery = false }: PlannerStart): PlannerWork {
  const loaded = loadPlanner(supergraphSdl, { incrementalDelivery });
  return {
    facts: factsOf(loaded),
    plan(request) {
      const planned = planOperation(loaded, request);
      const asking = planned.asking && { asking: planned.asking };
      if (planned.kind === 'invalid') return { kind: 'invalid', faults: planned.errors.map(faultOf), ...asking };
      const { plan, document, operation, unresolved } = planned;
      const { apiSchema: schema, possibleTypes } = loaded;
      const blueprint = prepareBlueprint({ plan, document, operation, schema, possibleTypes, responseNameOf, mode, separate });
      return { kind: 'planned', blueprint, ...(unresolved.length > 0 && { unresolved }), ...asking };
    },
  };
}

const faultOf = ({ message, locations, extensions }: GraphQLFormattedError): RequestFault => ({
  message,
  code: String(extensions?.['code']),
  ...(locations && { locations }),
});
