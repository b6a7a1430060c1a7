// Where mutants of one subgraph are asked: its service on a real database, with the rows of the matrix, and schemas that come and go.
import { type SubgraphName, type TestSubgraph, testSubgraph } from '@tributary/test-kit';
import type { GraphQLSchema } from 'graphql';
import { anonymous, client, key, people, principalOf, services } from '../policy/callers.ts';
import { policyOf } from '../policy/contract.ts';
import { type Matrix, mismatchText, runMatrix, type Surface } from '../run/matrix.ts';
import { prepare, type Send } from '../run/prepare.ts';
import { dataOf } from '../run/running-system.ts';
import type { Mutant } from './list.ts';
import { buildGuarded, type Parts, partsOf } from './parts.ts';

/** How it came out: the build refused it, the matrix told of it, or nobody noticed. */
export type Verdict = { readonly kind: 'build' } | { readonly kind: 'matrix'; readonly first: string } | { readonly kind: 'unnoticed' };

export interface Laboratory {
  readonly parts: Parts;
  /** The matrix of what is as it should be. */
  control(): Promise<Matrix>;
  judge(mutant: Mutant): Promise<Verdict>;
  stop(): Promise<void>;
}

/** The caller stops it. */
export async function openLaboratory(name: SubgraphName): Promise<Laboratory> {
  const subgraph = await testSubgraph(name);
  const parts = await partsOf(name);
  const send: Send = async (caller, document, variables = {}) =>
    dataOf(await subgraph.execute({ document, variables: { ...variables }, as: principalOf(caller) }));
  const { worlds } = await prepare({ [name]: send });
  const queriesOf = (schema: GraphQLSchema, untilFirst: boolean) =>
    runMatrix(surfaceOf(name, subgraph, schema), { worlds, of: 'queries', untilFirst });
  return {
    parts,
    control: () => queriesOf(buildGuarded(parts), false),
    async judge(mutant) {
      const schema = built(mutant);
      if (schema === null) return { kind: 'build' };
      const [first] = (await queriesOf(schema, true)).mismatches;
      return first === undefined ? { kind: 'unnoticed' } : { kind: 'matrix', first: mismatchText(first) };
    },
    stop: () => subgraph.stop(),
  };
}

function built({ parts }: Mutant): GraphQLSchema | null {
  try {
    return buildGuarded(parts);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('The permissions are not complete')) return null;
    throw error;
  }
}

function surfaceOf(name: SubgraphName, subgraph: TestSubgraph, schema: GraphQLSchema): Surface {
  return {
    name,
    schema,
    policy: policyOf([name]),
    callers: [anonymous, ...people, key, client, ...services],
    ask: (caller, document, variables) => subgraph.executeOn(schema, { document, variables, as: principalOf(caller) }),
  };
}
