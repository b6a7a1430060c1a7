// The work of a planner, in whichever thread it runs: a supergraph is loaded once, then operations become blueprints.
import { type GraphQLFormattedError, Kind } from 'graphql';
import type { OperationText, PlanOutcome, PlanRequest, RequestFault, SupergraphFacts, ValidationOutcome } from '../planner.ts';
import { prepareBlueprint, usesIntrospection } from '../prepare/prepare-blueprint.ts';
import { factsOf, loadPlanner } from './load-planner.ts';
import { planValidOperation } from './plan-operation.ts';
import { usedFragments } from './prepare-operation.ts';
import { readOperation } from './read-operation.ts';
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
  validate(request: OperationText): ValidationOutcome;
  /** What is asked is valid. @throws {Error} when the planner fails on it. */
  plan(request: PlanRequest): PlanOutcome;
}

/** @throws {Error} when the text is no supergraph; the message says why. */
export function createPlannerWork({ supergraphSdl, mode, separate = new Set(), incrementalDelivery = false }: PlannerStart): PlannerWork {
  const loaded = loadPlanner(supergraphSdl, { incrementalDelivery });
  return {
    facts: factsOf(loaded),
    validate(request) {
      const read = readOperation(request, loaded.apiSchema);
      if (read.kind === 'invalid') return { kind: 'invalid', faults: read.errors.map(faultOf) };
      const { operation: kind, name, variableDefinitions = [] } = read.operation;
      const own = { kind: Kind.DOCUMENT, definitions: [read.operation, ...usedFragments(read.document, read.operation)] } as const;
      const declaresVariables = variableDefinitions.length > 0;
      const facts = { kind, name: name?.value ?? null, declaresVariables, usesIntrospection: usesIntrospection(own) };
      return { kind: 'valid', facts };
    },
    plan(request) {
      const planned = planValidOperation(loaded, request);
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
