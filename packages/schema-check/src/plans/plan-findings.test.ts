// What a change does to the plans of known operations.
import { describe, expect, it } from 'vitest';
import { apiSchemaOf } from '../api-schema.ts';
import { composeSubgraphs } from '../compose-subgraphs.ts';
import type { UsageEntry } from '../model.ts';
import { anyWorsePlan, type PlanThresholds } from './plan-differences.ts';
import { planFindings } from './plan-findings.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@provides", "@shareable", "@override", "@listSize", "@cost"])`;

type Sdls = Readonly<Record<string, string>>;

function sideOf(sdls: Sdls) {
  const sources = Object.entries(sdls).map(([name, sdl]) => ({
    name,
    url: `http://${name}`,
    file: `${name}.graphql`,
    sdl: `${link} ${sdl}`,
  }));
  const composition = composeSubgraphs(sources);
  if (composition.kind === 'failed') throw new Error(composition.errors.map(({ message }) => message).join('\n'));
  return { supergraph: composition.supergraph, api: apiSchemaOf(composition.supergraph) };
}

const graph = {
  catalog: `type Query { product(id: ID!): Product products(first: Int): [Product!]! @listSize(slicingArguments: ["first"]) named: Named }
    interface Named { name: String } type Product implements Named @key(fields: "id") { id: ID! name: String price: Int }`,
  inventory: 'type Product @key(fields: "id") { id: ID! stock: Int }',
} as const;

const moved = {
  catalog: graph.catalog.replace(' price: Int', ''),
  inventory: 'type Product @key(fields: "id") { id: ID! stock: Int price: Int }',
} as const;

const entry = (document: string, given: Partial<UsageEntry> = {}): UsageEntry => ({
  document,
  name: null,
  client: 'web',
  version: '1',
  count: 1,
  lastSeen: '2026-11-01',
  origin: 'usage.jsonl',
  ...given,
});

function found(base: Sdls, head: Sdls, usage: readonly UsageEntry[], thresholds: Partial<PlanThresholds> = {}) {
  const told: [number, number][] = [];
  const result = planFindings(sideOf(base), sideOf(head), usage, {
    thresholds: { ...anyWorsePlan, ...thresholds },
    sourceOf: () => null,
    progress: (done, of) => told.push([done, of]),
  });
  return { ...result, told, lines: result.findings.map(({ code, message }) => `${code} ${message}`) };
}

const price = entry('query Price { product(id: 1) { name price } }', { name: 'Price' });
const stock = entry('{ product(id: 1) { name stock } }');
const name = entry('{ product(id: 1) { name } }');

describe('a field that another subgraph gives now', () => {
  it('is told with the fetch and the step that it takes, to whom it happens', () => {
    const { findings, lines } = found(graph, moved, [price, name]);
    expect(lines).toEqual([
      'PLAN_FETCH_ADDED +1 fetch to inventory after catalog.',
      'PLAN_STEP_ADDED 2 steps, one after another, were 1.',
      'PLAN_OWNER_CHANGED Product.price is asked of inventory, it was of catalog.',
    ]);
    expect(findings[0]).toMatchObject({
      level: 'warning',
      affected: [{ operation: price, status: 'potentially-affected', reason: 'for product: 2 in all, were 1' }],
    });
    expect(findings[2]).toMatchObject({ coordinate: 'Product.price', affected: [{ reason: 'at product.price' }] });
  });

  it('is one finding for all that it happens to, each client named', () => {
    const other = entry('{ products { price } }', { client: 'app' });
    const { findings } = found(graph, moved, [price, { ...price, client: 'kiosk' }, other]);
    expect(findings[0]?.affected.map(({ operation }) => operation.client)).toEqual(['web', 'kiosk', 'app']);
  });

  it('is found under the alias and in the fragment that an operation has', () => {
    const document =
      'query ($with: Boolean!) { p: product(id: 1) { ...Parts @include(if: $with) } } fragment Parts on Product { cost: price }';
    expect(found(graph, moved, [entry(document)]).lines).toContain(
      'PLAN_OWNER_CHANGED Product.price is asked of inventory, it was of catalog.',
    );
  });

  it('adds no fetch where its new subgraph is asked anyway', () => {
    expect(found(graph, moved, [entry('{ product(id: 1) { price stock } }')]).lines).toEqual([
      'PLAN_OWNER_CHANGED Product.price is asked of inventory, it was of catalog.',
    ]);
  });
});

describe('thresholds', () => {
  it('say what is not told', () => {
    expect(found(graph, moved, [price], { extraFetches: 1, extraSteps: 1 }).findings.map(({ code }) => code)).toEqual([
      'PLAN_OWNER_CHANGED',
    ]);
  });

  it('say whether what is told fails', () => {
    expect(found(graph, moved, [price], { fails: true }).findings.every(({ level }) => level === 'error')).toBe(true);
  });

  it('of cost are a share of what it was, with pages of ten where a variable says how long they are', () => {
    const dearer = { ...graph, catalog: graph.catalog.replace('price: Int', 'price: Int @cost(weight: 1)') };
    const page = entry('query ($first: Int) { products(first: $first) { price } }');
    const { findings } = found(graph, dearer, [page]);
    expect(findings).toMatchObject([{ code: 'PLAN_COST_ROSE', affected: [{ reason: '10 before, 20 now (+100 %)' }] }]);
    expect(found(graph, dearer, [page], { costRise: 1 }).findings).toEqual([]);
  });
});

describe('operations are planned again', () => {
  const planned = (head: Sdls, usage: readonly UsageEntry[], base: Sdls = graph) => found(base, head, usage).planned;
  const altered = (part: Sdls) => ({ ...graph, ...part });

  it('only when they select what has changed, and both sides are told of', () => {
    const { planned: count, operations, told } = found(graph, moved, [price, stock, name]);
    expect([count, operations]).toEqual([1, 3]);
    expect(told).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it.each<[string, Sdls, number]>([
    ['nothing', graph, 0],
    ['a field that none selects', altered({ inventory: 'type Product @key(fields: "id") { id: ID! stock: Int free: Int }' }), 0],
    ['a description', altered({ inventory: 'type Product @key(fields: "id") { id: ID! "On hand." stock: Int }' }), 0],
    [
      'a key: two may take another way',
      altered({ inventory: 'type Product @key(fields: "id") @key(fields: "stock") { id: ID! stock: Int }' }),
      3,
    ],
    ['a subgraph elsewhere', { ...graph, other: 'type Query { other: Int }' }, 0],
    ['a subgraph that has the entity', { ...graph, other: 'type Product @key(fields: "id") { id: ID! other: Int }' }, 3],
    ['a shared field', { catalog: graph.catalog, inventory: 'type Product @key(fields: "id") { id: ID! stock: Int @shareable }' }, 0],
  ])('when the change is %s', (_what, head, count) => expect(planned(head, [price, stock, name])).toBe(count));

  it('when what a field requires is given elsewhere', () => {
    const requiring = (catalog: string): Sdls => ({
      catalog,
      inventory: 'type Product @key(fields: "id") { id: ID! price: Int @external stock: Int @requires(fields: "price") }',
    });
    const head = { ...requiring(moved.catalog), prices: 'type Product @key(fields: "id") { id: ID! price: Int }' };
    const dear = found(requiring(graph.catalog), head, [stock]);
    expect(dear.lines).toContain('PLAN_FETCH_ADDED +1 fetch to prices after catalog.');
  });

  it('when an interface that they select through has another type', () => {
    const head = altered({ catalog: `${graph.catalog} type Brand implements Named { name: String }` });
    expect(planned(head, [entry('{ named { name } }'), entry('{ products { id } }')])).toBe(1);
  });

  it('in documents of several operations, each for whoever may mean it', () => {
    const document = 'query A { product(id: 1) { price } } query B { product(id: 1) { price name } }';
    const { findings, operations } = found(graph, moved, [entry(document, { name: 'A' }), entry(document)]);
    expect(operations).toBe(2);
    expect(findings[0]?.affected.map(({ operation }) => operation.name)).toEqual(['A', null, null]);
  });
});
