// A federation whose fields ask for something in every way that directives can, its world, and the same graph as one schema.

import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, graphql, parse } from 'graphql';
import type { Send } from '../../execute/run.ts';
import { composed, fed2 } from '../../planning/testing/federate.ts';
import type { Unmet } from '../refused-fields.ts';
import type { Requirements } from '../requirements.ts';

/** Who asks, as tests see them. */
export interface Asker {
  readonly isSignedIn: boolean;
  readonly scopes: readonly string[];
  readonly policies: readonly string[];
}

export const stranger: Asker = { isSignedIn: false, scopes: [], policies: [] };
export const askers: readonly Asker[] = [
  stranger,
  { isSignedIn: true, scopes: [], policies: [] },
  { isSignedIn: true, scopes: ['a'], policies: [] },
  { isSignedIn: true, scopes: ['b', 'c'], policies: ['q'] },
  { isSignedIn: true, scopes: ['b'], policies: ['q', 'r'] },
  { isSignedIn: true, scopes: ['a', 'b', 'c'], policies: ['p'] },
];

export function unmetOf({ distinct }: Requirements, { isSignedIn, scopes, policies }: Asker): Unmet {
  const holds = (held: readonly string[], anyOf: readonly (readonly string[])[]) =>
    anyOf.some((all) => all.every((one) => held.includes(one)));
  return new Set(
    distinct.flatMap((requirement, index) => {
      if (requirement.kind === 'authenticated') return isSignedIn ? [] : [index];
      return holds(requirement.kind === 'scopes' ? scopes : policies, requirement.anyOf) ? [] : [index];
    }),
  );
}

const book = `label: String! @authenticated
  pages: Int! @requiresScopes(scopes: [["a"], ["b", "c"]])
  secret: String! @policy(policies: [["p"]])
  level: Level
  related: [Item!]
  author: Person`;
const rest = `interface Named { id: ID! name: String }
  interface Item implements Named { id: ID! name: String label: String! }
  union Thing = Book | Film | Song
  enum Level @requiresScopes(scopes: [["b"]]) { LOW HIGH }
  scalar Coded @authenticated
  type Vault @policy(policies: [["p"], ["q", "r"]]) { gold: Int! code: Coded }
  type Safe { gold: Int! @authenticated lock: Vault! }
  type Person implements Named { id: ID! name: String @requiresScopes(scopes: [["c"]]) books: [Book!]! }`;
const film = 'id: ID! name: String label: String! minutes: Int! code: Coded';
const song = 'id: ID! name: String label: String! verses: [String!]! thing: Thing named: Named!';
const query = `item: Item items: [Item]! things: [Thing!] named: [Named!]! book: Book! books: [Book!]! vault: Vault safe: Safe strict: Safe! @policy(policies: [["p"]])
  rich: Int @authenticated @requiresScopes(scopes: [["a"]])`;

/** All of it as one schema: what the reference reads directives from. */
const mergedSdl = `directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  ${rest}
  type Query { ${query} top: Book @authenticated count: Int! }
  type Book implements Item & Named { id: ID! name: String ${book} stock: Int! @requiresScopes(scopes: [["a"]])
    estimate: String @requiresScopes(scopes: [["a"], ["b", "c"]]) shared: Int @requiresScopes(scopes: [["a", "b"]]) }
  type Film implements Item & Named @requiresScopes(scopes: [["a"]]) { ${film} }
  type Song implements Item & Named { ${song} }`;

export const mergedDocument: DocumentNode = parse(mergedSdl);

const auth = 'authenticated requiresScopes policy';
const catalog = fed2(
  `key shareable ${auth}`,
  `${rest}
   type Query { ${query} }
   type Mutation { open: Int! @authenticated close: Int shut: Int @policy(policies: [["p"]]) }
   type Book implements Item & Named @key(fields: "id") { id: ID! name: String ${book} shared: Int @shareable @requiresScopes(scopes: [["a"]]) }
   type Film implements Item & Named @requiresScopes(scopes: [["a"]]) { ${film} }
   type Song implements Item & Named { ${song} }`,
);
const stock = fed2(
  `key external requires shareable ${auth}`,
  `type Query { top: Book @authenticated count: Int! }
   type Book @key(fields: "id") { id: ID! pages: Int! @external stock: Int! @requiresScopes(scopes: [["a"]])
     estimate: String @requires(fields: "pages") @requiresScopes(scopes: [["a"], ["b", "c"]]) shared: Int @shareable @requiresScopes(scopes: [["b"]]) }`,
);

interface WorldObject {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

/** Objects refer to each other in a ring: generated operations find something at any depth. */
function worldOf(): Readonly<Record<string, unknown>> {
  const vault = { __typename: 'Vault', gold: 5, code: 'x' };
  const person: Record<string, unknown> = { __typename: 'Person', id: 'p', name: 'Ann' };
  const ofBook = (id: string): Record<string, unknown> => ({
    __typename: 'Book',
    id,
    name: id === 'b1' ? 'One' : null,
    label: `label ${id}`,
    pages: 7,
    secret: 'hidden',
    level: 'LOW',
    author: person,
    stock: 3,
    estimate: `for 7`,
    shared: 1,
  });
  const books = [ofBook('b1'), ofBook('b2')];
  const film = { __typename: 'Film', id: 'f', name: 'Film', label: 'f', minutes: 90, code: 'y' };
  const song: Record<string, unknown> = {
    __typename: 'Song',
    id: 's',
    name: 'Song',
    label: 's',
    verses: ['la'],
    thing: film,
    named: person,
  };
  const items = [books[0], film, song];
  for (const one of books) one['related'] = items;
  person['books'] = books;
  const safe = { __typename: 'Safe', gold: 1, lock: vault };
  const things = { item: song, items: [...items, null], things: items, named: [...items, person], book: books[0], books };
  return { ...things, vault, safe, strict: safe, rich: 9, top: books[1], count: 2 };
}

export const world = worldOf();

export const guardedSdl = composed({ catalog: { typeDefs: catalog }, stock: { typeDefs: stock } });

/** What a subgraph was asked. */
export interface Call {
  readonly subgraph: string;
  readonly query: string;
}

/** Answers as the subgraphs would that check nothing. */
export function createSend(calls: Call[], ran: string[] = []): Send {
  const find = ({ id }: { readonly id: string }) => (world['books'] as readonly WorldObject[]).find((one) => one['id'] === id); // as it is made
  const run = (name: string, value: number) => () => {
    ran.push(name);
    return value;
  };
  const mutations = { open: run('open', 1), close: run('close', 2), shut: run('shut', 3) };
  const schemaOf = (typeDefs: string, resolvers: object) =>
    buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as Record<string, never> }]); // resolver maps of any shape
  const estimate = ({ pages }: { readonly pages: number }) => `for ${pages}`;
  const schemas = new Map([
    ['catalog', schemaOf(catalog, { Mutation: mutations, Book: { __resolveReference: find } })],
    [
      'stock',
      schemaOf(stock, { Book: { __resolveReference: (given: { readonly id: string }) => ({ ...find(given), ...given }), estimate } }),
    ],
  ]);
  return async ({ subgraph, body }) => {
    const { query: source, variables } = JSON.parse(body);
    calls.push({ subgraph, query: source });
    const schema = schemas.get(subgraph);
    if (schema === undefined) throw new Error(`No subgraph "${subgraph}".`);
    return JSON.stringify(await graphql({ schema, source, variableValues: variables, rootValue: world }));
  };
}
