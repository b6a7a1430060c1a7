// From the text of a supergraph to a planner and what is to know beside it.
import { printSchema as printPlannerSchema, type Schema, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, parse, print, printSchema } from 'graphql';
import { type Requirements, requirementsOf } from '../authorization/requirements.ts';
import { type CostDirectives, costDirectivesOf } from './cost-directives.ts';
import type { HiddenFields } from './hidden-fields.ts';
import { type InternalNames, internalNamesOf } from './internal-names.ts';
import { prepareSupergraph } from './prepare-supergraph.ts';
import { type SubgraphFields, subgraphFieldsOf } from './subgraph-fields.ts';
import { type PossibleTypes, possibleTypesOf } from './supergraph-document.ts';
import { withoutRequirements } from './without-requirements.ts';

export interface PlannerOptions {
  /** Whether `@defer` is part of the schema and plans have deferred parts. */
  readonly incrementalDelivery?: boolean;
}

/** What is known of a supergraph without planning: plain data, so that it crosses threads. */
export interface SupergraphFacts {
  /** The schema that clients see, as text. */
  readonly apiSchemaSdl: string;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** Object types of each interface and union of the supergraph, those that clients do not see included. */
  readonly possibleTypes: PossibleTypes;
  /** `@cost` and `@listSize`. */
  readonly costs: CostDirectives;
  /** `@authenticated`, `@requiresScopes` and `@policy`. */
  readonly requirements: Requirements;
  /** Fields that plans use and no client sees, and what they stand for in the subgraphs. */
  readonly hidden: HiddenFields;
}

export interface LoadedSupergraph extends SupergraphFacts {
  readonly apiSchema: GraphQLSchema;
  /** The prepared text: what `@apollo/gateway` can load too. */
  readonly supergraphSdl: string;
  readonly planner: QueryPlanner;
  /** The API schema in the planner's own form. */
  readonly plannerSchema: Schema;
  readonly internalNames: InternalNames;
  readonly fields: SubgraphFields;
  /** A planner that knows nothing of requirements, over all that is in the supergraph; made when it is first wanted. */
  plainPlanner(): { readonly planner: QueryPlanner; readonly schema: Schema };
}

/**
 * What the planner may look at: complete plans for one operation, of which it takes the cheapest, and ways to reach one selection, beyond which it
 * refuses. It has 10,000 plans by default and no bound of ways. No operation of this repository has more than 6 plans.
 */
const plannerBounds = { maxEvaluatedPlans: 1_000, pathsLimit: 10_000 };

/** @throws {Error} when the text is no supergraph; the message says why. */
export function loadPlanner(supergraphSdl: string, { incrementalDelivery = false }: PlannerOptions = {}): LoadedSupergraph {
  const { sdl, document, hidden } = prepareSupergraph(supergraphSdl);
  const supergraph = Supergraph.build(sdl, { supportedFeatures: null });
  const planner = new QueryPlanner(supergraph, {
    // Fetches are rewritten and joined later; fragments in them would only be in the way.
    reuseQueryFragments: false,
    incrementalDelivery: { enableDefer: incrementalDelivery },
    debug: plannerBounds,
  });
  const plannerSchema = supergraph.apiSchema();
  const apiSchema = plannerSchema.toGraphQLJSSchema({ includeDefer: incrementalDelivery });
  const possibleTypes = possibleTypesOf(document);
  return {
    apiSchema,
    apiSchemaSdl: textOf(apiSchema, plannerSchema),
    subgraphs: [...supergraph.subgraphsMetadata()].map(({ name, url }) => ({ name, url })),
    possibleTypes,
    costs: costDirectivesOf(document),
    // Of the text as it came: what stands for fields with arguments would hide what they require.
    requirements: requirementsOf(parse(supergraphSdl, { noLocation: true }), possibleTypes),
    hidden,
    supergraphSdl: sdl,
    planner,
    plannerSchema,
    internalNames: internalNamesOf(document, possibleTypes),
    fields: subgraphFieldsOf(document),
    plainPlanner: once(() => plainPlannerOf(document)),
  };
}

function plainPlannerOf(document: DocumentNode): ReturnType<LoadedSupergraph['plainPlanner']> {
  // Copies that are required nowhere are refused by a loader that validates; the supergraph itself was found valid.
  const supergraph = Supergraph.build(print(withoutRequirements(document)), { supportedFeatures: null, validateSupergraph: false });
  return { planner: new QueryPlanner(supergraph, { reuseQueryFragments: false, debug: plannerBounds }), schema: supergraph.schema };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** graphql-js has no text for a default value of a custom scalar that is an object; the planner's printer has, but does not know `@defer`. */
function textOf(apiSchema: GraphQLSchema, plannerSchema: Schema): string {
  try {
    return printSchema(apiSchema);
  } catch {
    return printPlannerSchema(plannerSchema);
  }
}

/** The part of it that crosses threads. */
export const factsOf = ({ apiSchemaSdl, subgraphs, possibleTypes, costs, requirements, hidden }: LoadedSupergraph): SupergraphFacts => ({
  apiSchemaSdl,
  subgraphs,
  possibleTypes,
  costs,
  requirements,
  hidden: { ...hidden },
});
