// Fields that a caller may not have: not asked for, null, each with its place; the same as one server that refuses them would answer.
import { buildASTSchema, isObjectType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSupergraph } from '../load-supergraph.ts';
import type { Supergraph } from '../supergraph.ts';
import { generateOperation } from '../testing/generate-operation.ts';
import { createRandom } from '../testing/random.ts';
import {
  type Asker,
  askers,
  type Call,
  createSend,
  guardedSdl,
  mergedDocument,
  stranger,
  unmetOf,
  world,
} from './testing/guarded-world.ts';
import { referenceAnswer } from './testing/reference.ts';

let supergraph: Supergraph;
beforeAll(async () => {
  supergraph = await loadSupergraph({ supergraphSdl: guardedSdl, mode: 'object', planIn: 'thread' });
});
afterAll(() => supergraph.close());

async function ask(text: string, asker: Asker, variables = {}) {
  const calls: Call[] = [];
  const ran: string[] = [];
  const operation = await supergraph.prepare(text, null, '', unmetOf(supergraph.requirements, asker));
  const { data, refusals, faults, completion } = await supergraph.execute(operation, variables, createSend(calls, ran));
  expect([faults, completion]).toEqual([[], []]);
  return { data: JSON.parse(JSON.stringify(data)), refusals, calls, ran };
}

const signedIn: Asker = { isSignedIn: true, scopes: [], policies: [] };

describe('generated operations', () => {
  const merged = buildASTSchema(mergedDocument);
  for (const object of Object.values(merged.getTypeMap())) {
    if (isObjectType(object)) object.isTypeOf = ({ __typename: name }) => name === undefined || name === object.name;
  }
  const holdsAll = askers.at(-1);

  it.each(askers)('answer data and errors as one schema whose resolvers refuse, and ask for nothing that is refused: %j', async (asker) => {
    let refused = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const random = createRandom(seed);
      // Both variables are used, or the operation is not valid.
      const text = generateOperation(random, merged).replace(') {', ') { used: __typename @skip(if: $x) @include(if: $y)');
      const variables = { x: random.chance(0.5), ...(random.chance(0.5) && { y: random.chance(0.5) }) };
      const expected = referenceAnswer(merged, parse(text), variables, world, asker);
      const { data, refusals, calls } = await ask(text, asker, variables);
      expect({ data, refusals }, `seed ${seed}: ${text}`).toEqual({
        data: JSON.parse(JSON.stringify(expected.data)),
        refusals: (expected.errors ?? []).map(({ path }) => path),
      });
      for (const { query } of calls) expect(refusedIn(query, asker), `seed ${seed}: ${text}`).toEqual([]);
      refused += refusals.length;
    }
    expect(refused > 0).toBe(asker !== holdsAll); // or the test says nothing
  });

  /** Coordinates of a fetch that the caller may not have. */
  function refusedIn(query: string, asker: Asker): readonly string[] {
    const unmet = unmetOf(supergraph.requirements, asker);
    const found: string[] = [];
    const info = new TypeInfo(supergraph.schema);
    const Field = ({ name }: { readonly name: { readonly value: string } }) => {
      const parent = info.getParentType()?.name ?? '';
      const asked = supergraph.requirements.asked.get(parent)?.get(name.value) ?? [];
      if (asked.some((requirement) => unmet.has(requirement))) found.push(`${parent}.${name.value}`);
    };
    visit(parse(query), visitWithTypeInfo(info, { Field }));
    return found;
  }
});

it('asks nobody when nothing is left of an operation', async () => {
  expect(await ask('{ vault { gold } top { id } me: rich }', stranger)).toEqual({
    data: { vault: null, top: null, me: null },
    refusals: [['vault'], ['top'], ['me']],
    calls: [],
    ran: [],
  });
});

it('tells the indices of a list whose items lack a field, and passes null up to where it may be', async () => {
  const { data, refusals } = await ask('{ books { id secret } named { id } }', signedIn);
  expect(data).toEqual(null);
  expect(refusals).toEqual([['books', 0, 'secret']]);
  const { data: nullable, refusals: all } = await ask(
    '{ item { id } things { ... on Book { id level } ... on Song { name } } }',
    askers[2] ?? stranger,
  );
  expect(nullable).toMatchObject({ item: { id: 's' }, things: [{ id: 'b1', level: null }, {}, { name: 'Song' }] });
  expect(all).toEqual([['things', 0, 'level']]);
});

it('does not run a mutation that is refused, but the others', async () => {
  const { data, refusals, ran } = await ask('mutation { first: close shut last: close }', signedIn);
  expect(data).toEqual({ first: 2, shut: null, last: 2 });
  expect(refusals).toEqual([['shut']]);
  expect(ran).toEqual(['close', 'close']);
});

it('runs no mutation behind one that makes the whole answer null', async () => {
  const { data, refusals, ran } = await ask('mutation { close ...Rest } fragment Rest on Mutation { open last: close }', stranger);
  expect(data).toEqual(null);
  expect(refusals).toEqual([['open']]);
  expect(ran).toEqual(['close']);
});

it('leaves introspection as it is', async () => {
  const { data, calls } = await ask(
    '{ __type(name: "Vault") { name } ...On vault { gold } } fragment On on Query { __schema { queryType { name } } }',
    stranger,
  );
  expect(data).toEqual({ __type: { name: 'Vault' }, __schema: { queryType: { name: 'Query' } }, vault: null });
  expect(calls).toEqual([]);
});

it('prepares an operation once for those who lack the same, and as a whole for those who lack nothing', async () => {
  const text = '{ count rich }';
  const unmet = unmetOf(supergraph.requirements, stranger);
  const whole = await supergraph.prepare(text);
  const part = await supergraph.prepare(text, null, '', unmet);
  expect(part).not.toBe(whole);
  expect(supergraph.prepare(text, null, '', unmet)).toBe(part);
  expect(supergraph.prepare(text)).toBe(whole);
  expect(supergraph.prepare('{ count }', null, '', unmet)).toBeInstanceOf(Promise);
  expect((await supergraph.prepare('{ count }', null, '', unmet)).refused).toEqual([]);
});

it('lists the paths that are refused without running anything', async () => {
  const text = '{ a: book { ...B } b: book { secret } } fragment B on Book { related { id } label }';
  const operation = await supergraph.prepare(text, null, '', unmetOf(supergraph.requirements, stranger));
  expect(operation.refusedPaths()).toEqual([
    ['a', 'related'],
    ['a', 'label'],
    ['b', 'secret'],
  ]);
});

it('checks the variables that the client declared, although none is left', async () => {
  const text = 'query ($ok: Boolean!) { vault { gold @include(if: $ok) } }';
  const operation = await supergraph.prepare(text, null, '', unmetOf(supergraph.requirements, stranger));
  expect(operation.variableFaults({})).toHaveLength(1);
  expect(operation.variableFaults({ ok: true })).toHaveLength(0);
});
