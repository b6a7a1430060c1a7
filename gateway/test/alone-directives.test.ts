// Supergraphs with whatever composition accepts are served; what stock refuses to load included. Who may see what is the subgraphs' matter.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AloneGateway,
  composed,
  type ForeignResolvers,
  type ForeignSubgraph,
  link,
  startAlone,
  startForeign,
} from './support-alone.ts';

interface Case {
  readonly subgraphs: Readonly<Record<string, readonly [sdl: string, resolvers: ForeignResolvers]>>;
  /** Whether it can be composed with the others. */
  readonly isApart?: true;
  readonly query: string;
  readonly data: unknown;
}

const entity = (fields: object) => ({ __resolveReference: (representation: object) => ({ ...representation, ...fields }) });

const cases: Readonly<Record<string, Case>> = {
  '@authenticated, @requiresScopes and @policy': {
    subgraphs: {
      guarded: [
        `${link('"@authenticated", "@requiresScopes", "@policy"')}
         type Query { a: Int @authenticated b: Int @requiresScopes(scopes: [["b:read"]]) c: Guarded @policy(policies: [["c"]]) } type Guarded @authenticated { d: E } enum E @policy(policies: [["e"]]) { X }`,
        { Query: { a: () => 1, b: () => 2, c: () => ({ d: 'X' }) } },
      ],
    },
    query: '{ a b c { d } }',
    data: { a: 1, b: 2, c: { d: 'X' } },
  },
  '@cost and @listSize': {
    subgraphs: {
      costs: [
        `${link('"@cost", "@listSize"')} type Query { dear: Int @cost(weight: 3) list(first: Int): [Int!] @listSize(slicingArguments: ["first"], assumedSize: 10) }`,
        { Query: { dear: () => 1, list: () => [1, 2] } },
      ],
    },
    query: '{ dear list(first: 2) }',
    data: { dear: 1, list: [1, 2] },
  },
  'imports under other names': {
    isApart: true,
    subgraphs: {
      things: [
        `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@key", as: "@primaryKey" }, { name: "@authenticated", as: "@login" }, { name: "@requiresScopes", as: "@mayDo" }, { name: "@inaccessible", as: "@hidden" }, { name: "@tag", as: "@label" }, { name: "@cost", as: "@price" }, { name: "@listSize", as: "@size" }, { name: "@requires", as: "@needs" }, { name: "@external", as: "@elsewhere" }])
         type Query { t: T @login @mayDo(scopes: [["t"]]) @price(weight: 2) @label(name: "public") } type T @primaryKey(fields: "id") { id: ID! secret: Int @hidden weight: Int list: [Int!] @size(assumedSize: 1) }`,
        { Query: { t: () => ({ id: '1', weight: 2, list: [1] }) }, T: entity({ weight: 2 }) },
      ],
      weights: [
        `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@key", as: "@primaryKey" }, { name: "@requires", as: "@needs" }, { name: "@external", as: "@elsewhere" }])
         type Query { other: Int } type T @primaryKey(fields: "id") { id: ID! weight: Int @elsewhere double: Int @needs(fields: "weight") }`,
        { T: { ...entity({}), double: ({ weight }: { weight: number }) => 2 * weight } },
      ],
    },
    query: '{ t { id list double } }',
    data: { t: { id: '1', list: [1], double: 4 } },
  },
  'directives that are not imported at all': {
    isApart: true,
    subgraphs: {
      plain: [
        `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9") type Query { plain: Plain @federation__authenticated } type Plain @federation__key(fields: "id") { id: ID! }`,
        { Query: { plain: () => ({ id: '1' }) } },
      ],
    },
    query: '{ plain { id } }',
    data: { plain: { id: '1' } },
  },
  '@context and @fromContext': {
    subgraphs: {
      trips: [
        `${link('"@key", "@context", "@fromContext"')} type Query { trip: Trip } type Trip @key(fields: "id") @context(name: "trip") { id: ID! unit: String fare: Fare }
         type Fare @key(fields: "id") { id: ID! price(unit: String @fromContext(field: "$trip { unit }")): String }`,
        {
          Query: { trip: () => ({ id: '1', unit: 'km', fare: { id: '2' } }) },
          Trip: entity({ unit: 'km', fare: { id: '2' } }),
          Fare: { ...entity({}), price: (_fare: object, { unit }: { unit: string }) => `2 per ${unit}` },
        },
      ],
    },
    query: '{ trip { fare { price } } }',
    data: { trip: { fare: { price: '2 per km' } } },
  },
  '@composeDirective with a directive of their own, and one for execution that nobody knows': {
    subgraphs: {
      audits: [
        `${link('"@composeDirective", "@tag"')} extend schema @link(url: "https://specs.example/audit/v1.0", import: ["@audited"], for: EXECUTION) @composeDirective(name: "@audited")
         directive @audited(level: Int) on FIELD_DEFINITION
         type Query { audited: Int @audited(level: 1) @tag(name: "x") }`,
        { Query: { audited: () => 1 } },
      ],
    },
    query: '{ audited }',
    data: { audited: 1 },
  },
  '@override by label and @interfaceObject': {
    subgraphs: {
      media: [
        `${link('"@key", "@interfaceObject", "@override", "@shareable"')} type Query { media: Media moved: Int }
         interface Media @key(fields: "id") { id: ID! } type Book implements Media @key(fields: "id") { id: ID! title: String @shareable }`,
        {
          Query: { media: () => ({ __typename: 'Book', id: '1', title: 'Emma' }), moved: () => 1 },
          Book: entity({ title: 'Emma' }),
          Media: { __resolveReference: (media: object) => ({ __typename: 'Book', ...media }) },
        },
      ],
      stars: [
        `${link('"@key", "@interfaceObject", "@override"')} type Query { moved: Int @override(from: "media", label: "percent(0)") } type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }`,
        { Query: { moved: () => 2 }, Media: entity({ stars: 5 }) },
      ],
    },
    query: '{ moved media { id stars ... on Book { title } } }',
    data: { moved: 1, media: { id: '1', stars: 5, title: 'Emma' } },
  },
  'a version younger than what stock knows by name': {
    subgraphs: {
      cache: [`${link('"@cacheTag"', 'v2.12')} type Query { cached: Int @cacheTag(format: "a") }`, { Query: { cached: () => 1 } }],
    },
    query: '{ cached }',
    data: { cached: 1 },
  },
  'subgraphs of Federation 1': {
    isApart: true,
    subgraphs: {
      first: ['type Query { t: T } type T @key(fields: "id") { id: ID! }', { Query: { t: () => ({ id: '1' }) }, T: entity({}) }],
      second: ['extend type T @key(fields: "id") { id: ID! @external n: Int } type Query { unused: Int }', { T: entity({ n: 3 }) }],
    },
    query: '{ t { id n } }',
    data: { t: { id: '1', n: 3 } },
  },
};

/** One for all that can be composed, and one for each of the others. */
const gateways = new Map<string, AloneGateway>();
const started: ForeignSubgraph[] = [];
const groupOf = (name: string): string => (cases[name]?.isApart ? name : 'together');

beforeAll(async () => {
  for (const [group, members] of Map.groupBy(Object.keys(cases), groupOf)) {
    const subgraphs = members.flatMap((name) => Object.entries(cases[name]?.subgraphs ?? {}));
    const servers = await Promise.all(subgraphs.map(([name, [sdl, resolvers]]) => startForeign(name, sdl, resolvers)));
    started.push(...servers);
    gateways.set(group, await startAlone(composed(servers)));
  }
});
afterAll(async () => {
  for (const gateway of gateways.values()) await gateway.stop();
  await Promise.all(started.map((subgraph) => subgraph.stop()));
});

describe('a supergraph with', () => {
  it.each(Object.entries(cases))('%s is served', async (name, { query, data }) => {
    expect(await gateways.get(groupOf(name))?.ask(query)).toEqual({ status: 200, data });
  });
});
