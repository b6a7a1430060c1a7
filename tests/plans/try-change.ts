// One generated change of a supergraph: whether every operation that is not planned again would have been planned alike.
import { composeServices } from '@apollo/composition';
import { loadPlanner, planOperation } from '@tributary/executor/planning';
import { touchedParts, touches } from '@tributary/schema-check';
import { GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { generateOperation } from '../differential/generate-operation.ts';
import { generateSubgraphs, type SubgraphSdls } from '../differential/generate-supergraph.ts';
import { type Random, randomOf } from '../differential/random.ts';
import { changedSubgraphs } from './change-subgraphs.ts';

export interface ChangeResult {
  /** Of operations that are valid on both sides. */
  readonly operations: number;
  readonly planned: number;
  /** How many of those planned differ: none would be a test of nothing. */
  readonly different: number;
  /** Operations that are not planned again and differ, with all that is needed to see it again. */
  readonly missed: readonly string[];
}

/** Null when there is no change of it that composes. */
export function tryChange(seed: number, count: number): ChangeResult | null {
  const random = randomOf(`plans ${seed}`);
  const sdls = generateSubgraphs(random);
  const base = composed(sdls);
  const head = base === null ? null : changedSupergraph(sdls, base, random);
  if (base === null || head === null) return null;
  const [before, after] = [loadPlanner(base), loadPlanner(head)];
  const touched = touchedParts(base, head);
  const operations = Array.from({ length: count }, (_, index) =>
    generateOperation(random.fork(`operation ${index}`), before.apiSchema),
  ).filter((one) => isPlannable(one.text, before.apiSchema, after.apiSchema));
  const plans = operations.map(({ text, operationName }) => {
    const [one, other] = [before, after].map((loaded) => planned(() => planOperation(loaded, { text, operationName })));
    return { text, isTouched: touches(before.apiSchema, parse(text), touched), differ: one !== other, one, other };
  });
  return {
    operations: operations.length,
    planned: plans.filter(({ isTouched }) => isTouched).length,
    different: plans.filter(({ differ }) => differ).length,
    missed: plans
      .filter(({ isTouched, differ }) => differ && !isTouched)
      .map(({ text, one, other }) => `seed ${seed}: ${text}\nbefore ${one}\nafter  ${other}`),
  };
}

const attempts = 12;

function changedSupergraph(sdls: SubgraphSdls, base: string, random: Random): string | null {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const head = composed(changed(sdls, random.fork(`attempt ${attempt}`)));
    if (head !== null && head !== base) return head;
  }
  return null;
}

function changed(sdls: SubgraphSdls, random: Random): SubgraphSdls {
  try {
    return changedSubgraphs(sdls, random);
  } catch (error) {
    // Nothing of the kind is there to change.
    if (error instanceof RangeError) return {};
    throw error;
  }
}

function composed(sdls: SubgraphSdls): string | null {
  if (Object.keys(sdls).length === 0) return null;
  try {
    const services = Object.entries(sdls).map(([name, sdl]) => ({ name, typeDefs: parse(sdl), url: `http://${name}` }));
    return composeServices(services).supergraphSdl ?? null;
  } catch (error) {
    // Requirements in a circle overflow composition's stack.
    if (error instanceof GraphQLError || error instanceof RangeError) return null;
    throw error;
  }
}

const isPlannable = (text: string, ...schemas: readonly GraphQLSchema[]): boolean =>
  schemas.every((schema) => validate(schema, parse(text)).length === 0);

/** Plans, refusals and the planner's own failures, as text. */
function planned(plan: () => ReturnType<typeof planOperation>): string {
  try {
    const result = plan();
    return JSON.stringify(result.kind === 'planned' ? result.plan : result.errors);
  } catch (error) {
    return String(error);
  }
}
