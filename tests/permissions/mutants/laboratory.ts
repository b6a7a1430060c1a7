// Where mutants of one subgraph are asked: its service on a real database, with the rows of the matrix, and schemas that come and go.
import { type SubgraphName, type TestSubgraph, testSubgraph } from '@tributary/test-kit';
import type { GraphQLSchema } from 'graphql';
import { anonymous, client, keys, people, principalOf, services } from '../policy/callers.ts';
import { policyOf } from '../policy/contract.ts';
import { type Mismatch, mismatchText, runMatrix, type Surface } from '../run/matrix.ts';
import { prepare, type Send } from '../run/prepare.ts';
import { dataOf } from '../run/running-system.ts';
import { listen } from '../run/subscriptions.ts';
import type { Mutant } from './list.ts';
import { buildGuarded, type Parts, partsOf } from './parts.ts';

/**
 * How it came out: the build refused it, and had someone called it public, the matrix would have told (by its first cell that differs), or
 * null where another rule guards the same; the matrix told of it; or nobody noticed.
 */
export type Verdict =
  | { readonly kind: 'build'; readonly opened: string | null }
  | { readonly kind: 'matrix'; readonly first: string }
  | { readonly kind: 'unnoticed' };

export interface Laboratory {
  readonly parts: Parts;
  /** The matrix of what is as it should be. */
  control(): Promise<readonly Mismatch[]>;
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
  const mismatchesOf = async (schema: GraphQLSchema, untilFirst: boolean): Promise<readonly Mismatch[]> => {
    const surface = surfaceOf(name, subgraph, schema);
    const ofQueries = (await runMatrix(surface, { worlds, of: 'queries', untilFirst })).mismatches;
    if (untilFirst && ofQueries.length > 0) return ofQueries;
    const ofCommands = (await runMatrix(surface, { worlds, of: 'commands', refusedOnly: true, untilFirst })).mismatches;
    return [...ofQueries, ...ofCommands, ...(await Promise.all(worlds.slice(0, 1).map((world) => listen(surface, world)))).flat()];
  };
  const first = async (schema: GraphQLSchema): Promise<string | null> => {
    const [mismatch] = await mismatchesOf(schema, true);
    return mismatch === undefined ? null : mismatchText(mismatch);
  };
  return {
    parts,
    control: () => mismatchesOf(buildGuarded(parts), false),
    async judge(mutant) {
      const schema = built(mutant.parts);
      const noticed = schema === null ? null : await first(schema);
      if (schema !== null) return noticed === null ? { kind: 'unnoticed' } : { kind: 'matrix', first: noticed };
      const open = mutant.opened === null ? null : await first(buildGuarded(mutant.opened));
      return { kind: 'build', opened: open };
    },
    stop: () => subgraph.stop(),
  };
}

/** Null when the build refuses it. */
function built(parts: Parts): GraphQLSchema | null {
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
    callers: [anonymous, ...people, ...keys, client, ...services],
    async ask(caller, document, variables) {
      const { data, errors } = await subgraph.executeOn(schema, { document, variables, as: principalOf(caller) });
      // As the server would write them: an error of no code is one of ours.
      const coded = errors?.map((error) => ({
        ...error,
        extensions: { ...error.extensions, code: error.extensions?.code ?? 'INTERNAL_SERVER_ERROR' },
      }));
      return { ...(data !== undefined && { data }), ...(coded !== undefined && { errors: coded }) };
    },
  };
}
