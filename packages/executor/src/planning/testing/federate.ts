// A federation in one process, for tests: subgraphs of graphql-js, composed, planned by ours and executed by the letter of the plan.
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type ExecutionResult, execute, type GraphQLError, type GraphQLSchema, getVariableValues, graphql, parse } from 'graphql';
import { type LoadedSupergraph, loadPlanner, type PlannerOptions } from '../load-planner.ts';
import { type PlannedOperation, planOperation } from '../plan-operation.ts';
import { responseNameOf } from '../response-names.ts';
import { type JsonObject, runPlan } from './run-plan.ts';

export interface SubgraphSource {
  readonly typeDefs: string;
  readonly resolvers?: Readonly<Record<string, unknown>>;
}

/** What a subgraph was asked. */
export interface Call {
  readonly subgraph: string;
  readonly query: string;
  readonly representations: readonly JsonObject[];
}

export interface Federation {
  readonly loaded: LoadedSupergraph;
  /** @throws {Error} when the operation is refused; the message has the codes. */
  plan(text: string): PlannedOperation;
  run(text: string, variables?: JsonObject): Promise<ExecutionResult & { readonly calls: readonly Call[] }>;
}

const link = (names: string): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names
    .split(' ')
    .map((name) => `"@${name}"`)
    .join(', ')}])\n`;

/** The type definitions of a subgraph that uses these directives (`key requires external`). */
export const fed2 = (directives: string, typeDefs: string): string => link(directives) + typeDefs;

export function composed(sources: Readonly<Record<string, SubgraphSource>>): string {
  const services = Object.entries(sources).map(([name, { typeDefs }]) => ({ name, url: `http://${name}`, typeDefs: parse(typeDefs) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

export function federate(sources: Readonly<Record<string, SubgraphSource>>, options: PlannerOptions = {}): Federation {
  const loaded = loadPlanner(composed(sources), options);
  const schemas = new Map(Object.entries(sources).map(([name, source]) => [name, schemaOf(source)]));
  const plan = (text: string): PlannedOperation => {
    const planned = planOperation(loaded, { text });
    if (planned.kind === 'invalid') {
      throw new Error(planned.errors.map(({ message, extensions }) => `${extensions?.['code']}: ${message}`).join('\n'));
    }
    return planned;
  };
  return {
    loaded,
    plan,
    async run(text, given = {}) {
      const { plan: query, document, operation } = plan(text);
      const { coerced: variables = {} } = getVariableValues(loaded.apiSchema, operation.variableDefinitions ?? [], given);
      const calls: Call[] = [];
      const errors: GraphQLError[] = [];
      const send = async (subgraph: string, source: string, sent: JsonObject): Promise<JsonObject | null> => {
        calls.push({ subgraph, query: source, representations: (sent['representations'] ?? []) as JsonObject[] }); // run-plan.ts makes them
        const schema = schemas.get(subgraph);
        if (schema === undefined) throw new Error(`No subgraph "${subgraph}".`);
        const result = await graphql({ schema, source, variableValues: sent });
        errors.push(...(result.errors ?? []));
        return (result.data ?? null) as JsonObject | null; // as the field resolvers gave it
      };
      const tree = await runPlan(query, variables, send, loaded.possibleTypes);
      const result = await completed(loaded.apiSchema, document, tree, variables);
      return { data: restored(result.data ?? null) as JsonObject | null, errors: [...errors, ...(result.errors ?? [])], calls }; // an object stays one
    },
  };
}

function schemaOf({ typeDefs, resolvers = {} }: SubgraphSource): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as Record<string, never> }]); // resolver maps of any shape
}

/** The tree as graphql-js completes it: each field is read under its response name. */
const completed = (schema: GraphQLSchema, document: PlannedOperation['document'], rootValue: JsonObject, variableValues: JsonObject) =>
  execute({
    schema,
    document,
    rootValue,
    variableValues,
    fieldResolver: (source: JsonObject, _given, _context, { path }) => source[path.key],
    // Subgraphs that have an interface object do not know of which type it is.
    typeResolver(value: JsonObject, _context, _info, type) {
      const { __typename: name = type.name } = value;
      return name === type.name ? schema.getPossibleTypes(type)[0]?.name : String(name);
    },
  });

function restored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restored);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, below]) => [responseNameOf(name), restored(below)]));
}
