// What a supergraph keeps of operations: validated and prepared once, bounded, warmed.
import { AppError } from '@tributary/errors';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Planner, PlanRequest } from './planner.ts';
import { startPlanner } from './planning/planner-thread.ts';
import { composed, fed2 } from './planning/testing/federate.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import { createSupergraph, OperationRefused, type Supergraph, type SupergraphOptions } from './supergraph.ts';

const supergraphSdl = composed({
  one: { typeDefs: fed2('key', 'type Query { a(x: Int! = 1): Int b: String c: C } type C @key(fields: "id") { id: ID! d: Int }') },
  two: { typeDefs: fed2('key', 'type C @key(fields: "id") { id: ID! e: Int! }') },
});

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ supergraphSdl, mode: 'text', planIn: 'thread' });
});
afterAll(() => planner.close());

/** A supergraph whose planner counts, and fails to plan when told to. */
function counted(options: Partial<SupergraphOptions> = {}) {
  const asked: PlanRequest[] = [];
  const validated: string[] = [];
  const state: { failure: Error | null } = { failure: null };
  const counting: Planner = {
    ...planner,
    validate(request) {
      validated.push(request.text);
      return planner.validate(request);
    },
    plan(request) {
      asked.push(request);
      return state.failure === null ? planner.plan(request) : Promise.reject(state.failure);
    },
  };
  const supergraph = createSupergraph({ supergraphSdl, planner: counting, mode: 'text', ...options });
  return { supergraph, asked, validated, state };
}

const answer = async (supergraph: Supergraph, text: string, data: unknown, variables = {}): Promise<unknown> =>
  (await supergraph.execute(await supergraph.prepare(text), variables, async () => JSON.stringify({ data }))).data;

it('plans an operation once, however many ask for it at the same time, and has it at once afterwards', async () => {
  const { supergraph, asked } = counted();
  const all = await Promise.all(Array.from({ length: 5 }, () => supergraph.prepare('{ b }')));
  expect(new Set(all).size).toBe(1);
  expect(supergraph.prepare('{ b }')).toBe(all[0]);
  expect(asked).toHaveLength(1);
});

it('validates without planning, once, and plans what it validated when that is wanted', async () => {
  const { supergraph, asked, validated } = counted();
  const [one, other] = await Promise.all([supergraph.validate('{ b }'), supergraph.validate('{ b }')]);
  expect(one).toBe(other);
  expect(one).toMatchObject({ kind: 'query', name: null, usesIntrospection: false, given: { text: '{ b }', operationName: null } });
  expect(supergraph.validate('{ b }')).toBe(one);
  expect([validated, asked]).toEqual([['{ b }'], []]);
  const plans = await Promise.all([supergraph.plan(one), supergraph.plan(one)]);
  expect(plans[0]).toBe(plans[1]);
  // Whatever was found out about the text holds for the plan.
  expect(plans[0].given).toBe(one.given);
  expect(supergraph.validate('{ b }')).toBe(plans[0]);
  expect(supergraph.plan(plans[0])).toBe(plans[0]);
  expect([validated, asked]).toEqual([['{ b }'], [{ text: '{ b }', operationName: null }]]);
});

it('remembers what it refused', async () => {
  const { supergraph, asked, validated } = counted();
  const refused = async () => supergraph.prepare('{ nothing }');
  const first = await refused().catch((error: unknown) => error);
  expect(first).toBeInstanceOf(OperationRefused);
  expect(first).toMatchObject({ faults: [{ code: 'GRAPHQL_VALIDATION_FAILED', message: expect.stringContaining('nothing') }] });
  await expect(refused()).rejects.toBe(first);
  expect(() => supergraph.prepare('{ nothing }')).toThrow(OperationRefused);
  expect([validated, asked]).toEqual([['{ nothing }'], []]);
});

it('does not remember that planning failed', async () => {
  const { supergraph, asked, state } = counted();
  state.failure = new AppError('SERVICE_UNAVAILABLE');
  await expect(supergraph.prepare('{ b }')).rejects.toBe(state.failure);
  state.failure = null;
  await expect(supergraph.prepare('{ b }')).resolves.toMatchObject({ kind: 'query', name: null });
  expect(asked).toHaveLength(2);
});

it('keeps the operations of one text apart by their name', async () => {
  const { supergraph } = counted();
  const text = 'query A { b } query B { a }';
  const [one, other] = [await supergraph.prepare(text, 'A'), await supergraph.prepare(text, 'B')];
  expect([one.name, other.name]).toEqual(['A', 'B']);
  await expect(supergraph.prepare(text)).rejects.toMatchObject({ faults: [{ code: 'OPERATION_RESOLUTION_FAILURE' }] });
  await expect(supergraph.prepare(text, 'C')).rejects.toMatchObject({ faults: [{ code: 'OPERATION_RESOLUTION_FAILURE' }] });
});

it.each([
  ['A\nquery A { b }', null, 'query A { b }', 'A'],
  ['\0"A"query A { b }', null, 'query A { b }', 'A'],
  ['\0null{ b }', null, '{ b }', null],
  ['query A { b }', '"A"\n', 'A\nquery A { b }', '"'],
])('cannot be made to refuse one operation by asking for another (%j)', async (text, operationName, good, name) => {
  const { supergraph } = counted();
  await expect((async () => supergraph.prepare(text, operationName))()).rejects.toBeInstanceOf(OperationRefused);
  if (good.startsWith('A')) return;
  expect(await supergraph.prepare(good, name)).toMatchObject({ kind: 'query' });
});

it('keeps no more than it may, those used last', async () => {
  const { supergraph, asked } = counted({ maxCacheBytes: 100_000 });
  const operation = (index: number) => `{ b${index}: b }`;
  for (let index = 0; index < 30; index++) {
    await supergraph.prepare(operation(index));
    await supergraph.prepare(operation(0));
  }
  const kept = supergraph.recentOperations(100).map(({ text }) => text);
  expect(kept.length).toBeLessThan(10);
  expect(kept.length).toBeGreaterThan(2);
  expect(kept.slice(0, 2)).toEqual([operation(0), operation(29)]);
  expect(asked).toHaveLength(30);
  expect(supergraph.recentOperations(1)).toEqual([{ text: operation(0), operationName: null }]);
});

it('prepares the operations of a former supergraph beforehand, but for those that it refuses', async () => {
  const former = counted();
  await former.supergraph.prepare('{ b }');
  await former.supergraph.prepare('query N { a }', 'N');
  await expect(former.supergraph.prepare('{ nothing }')).rejects.toBeInstanceOf(OperationRefused);
  const { supergraph, asked } = counted();
  await supergraph.warm([...former.supergraph.recentOperations(10), { text: '{ gone }', operationName: null }]);
  expect(asked.map(({ text }) => text)).toEqual(['query N { a }', '{ b }']);
  expect(supergraph.prepare('{ b }')).not.toBeInstanceOf(Promise);
});

it('goes on warming when the planner is out of time, not when it is broken', async () => {
  const { supergraph, asked, state } = counted();
  state.failure = new AppError('PLANNING_BUDGET_EXCEEDED');
  await supergraph.warm(['{ a }', '{ b }'].map((text) => ({ text, operationName: null })));
  expect(asked).toHaveLength(2);
  state.failure = new TypeError('broken');
  await expect(supergraph.warm([{ text: '{ a }', operationName: null }])).rejects.toBe(state.failure);
});

it('gives text or objects', async () => {
  expect(await answer(counted().supergraph, '{ b }', { b: 'x' })).toBe('{"b":"x"}');
  const objects = await startPlanner({ supergraphSdl, mode: 'object', planIn: 'thread' });
  expect(await answer(createSupergraph({ supergraphSdl, planner: objects, mode: 'object' }), '{ b }', { b: 'x' })).toEqual({ b: 'x' });
  // Completion by the letter gives the same.
  expect(await answer(counted().supergraph, '{ b a }', { b: 7 })).toBe('{"b":null,"a":null}');
});

it('tells who it is, of which subgraphs, and what clients see', () => {
  const { supergraph } = counted();
  expect(supergraph.id).toMatch(/^[0-9a-f]{64}$/);
  expect(supergraph.subgraphs).toEqual(['one', 'two'].map((name) => ({ name, url: `http://${name}` })));
  expect(Object.keys(supergraph.schema.getTypeMap())).not.toContain('_Entity');
});

it('gives what it could complete and says what it could not, also in one go', async () => {
  const { supergraph } = counted();
  const operation = await supergraph.prepare('{ c { id d e } b }');
  const send = async ({ subgraph }: { readonly subgraph: string }) =>
    subgraph === 'one' ? '{"data":{"c":{"__typename":"C","id":"1","d":2},"b":"x"}}' : '{"data":{"_entities":[{"e":null}]}}';
  const execution = await supergraph.execute(operation, {}, send);
  expect(execution).toMatchObject({ data: '{"c":null,"b":"x"}', faults: [], completion: [{ path: ['c', 'e'] }] });
  expect(execution.completed()).toBe(execution.completed());
  expect(execution.completed().data).toEqual({ c: null, b: 'x' });
});

const prepared = (text: string): Promise<PreparedOperation> => Promise.resolve(counted().supergraph.prepare(text));

it('says what is wrong with variables', async () => {
  const operation = await prepared('query ($x: Int!) { a(x: $x) }');
  expect(operation.variableFaults({ x: 1 })).toEqual([]);
  expect(operation.variableFaults({}).map(({ message }) => message)).toEqual(['Variable "$x" of required type "Int!" was not provided.']);
  expect(operation.variableFaults({ x: 'one' })).toHaveLength(1);
  expect((await prepared('{ a }')).variableFaults({ x: 'one' })).toEqual([]);
});

it('answers introspection, once where no variable decides', async () => {
  const fixed = await prepared(
    '{ ...F t: __type(name: "C") { name } b } fragment F on Query { __schema { queryType { ...N } } } fragment N on __Type { name }',
  );
  expect(fixed.introspection({})).toEqual({ __schema: { queryType: { name: 'Query' } }, t: { name: 'C' } });
  expect(fixed.introspection({})).toBe(fixed.introspection({}));
  const varied = await prepared(
    'query ($n: String!, $y: Boolean = true) { __type(name: $n) { fields { name @skip(if: $y) n: name } } s: __schema @include(if: $y) { __typename } }',
  );
  expect(varied.introspection({ n: 'C' })).toEqual({
    __type: { fields: [{ n: 'id' }, { n: 'd' }, { n: 'e' }] },
    s: { __typename: '__Schema' },
  });
  expect(varied.introspection({ n: 'None', y: false })).toEqual({ __type: null });
  expect((await prepared('{ b }')).introspection({})).toBeNull();
});
