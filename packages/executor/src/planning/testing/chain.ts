// Three subgraphs of which one requires what the second computes from what the third has.
import { type Federation, fed2, federate } from './federate.ts';

type Given = Readonly<Record<string, unknown>>;

/** Tells what a resolver was given; "undefined" where a requirement was not sent. */
export const told =
  (...names: string[]) =>
  (given: Given): string =>
    names.map((name) => JSON.stringify(given[name])).join(' ');

/** `total` (right) requires `sum` (home) and `a` (left); `sum` requires `a` with other arguments and `b` (right). */
export function createChain(options = {}): Federation {
  const user = { __typename: 'User', id: 'u' };
  const home = fed2(
    'key requires external',
    `type Query { user: User users: [[User]] pet: Pet living: [Living!]! } type Mutation { first: User }
     type Subscription { user: User }
     interface Living { id: ID! }
     type Pet implements Living { id: ID! owner: User owners: [User!]! }
     type User implements Living @key(fields: "id") {
       id: ID! a(of: Int): Int @external b: Int @external plain: Int friend: User
       sum: String @requires(fields: "a b")
       account(kind: String): Account @requires(fields: "a(of: 3)")
     }
     type Account @key(fields: "id") { id: ID! name: String owner: User }`,
  );
  const left = fed2(
    'key',
    'type User @key(fields: "id") { id: ID! a(of: Int): Int } type Account @key(fields: "id") { id: ID! balance: Int }',
  );
  const right = fed2(
    'key requires external',
    `type Mutation { second: User }
     type User @key(fields: "id") { id: ID! b: Int other: Int sum: String @external a(of: Int): Int @external
       total(of: Int): String @requires(fields: "sum a(of: 2)") }`,
  );
  return federate(
    {
      home: {
        typeDefs: home,
        resolvers: {
          Query: {
            user: () => user,
            users: () => [[user, null], [user]],
            pet: () => ({ owner: user, owners: [user] }),
            living: () => [user, { __typename: 'Pet', id: 'p', owner: user }],
          },
          Mutation: { first: () => user },
          User: {
            sum: told('a', 'b'),
            plain: () => 5,
            friend: () => ({ id: 'f' }),
            account: (given: Given) => ({ id: `account ${told('a')(given)}` }),
          },
          Account: { name: () => 'N', owner: () => user },
        },
      },
      left: {
        typeDefs: left,
        resolvers: {
          User: { a: (_: unknown, { of = 1 }: { of?: number }) => of },
          Account: { balance: ({ id }: { id: string }) => id.length },
        },
      },
      right: {
        typeDefs: right,
        resolvers: { Mutation: { second: () => ({ id: 'v' }) }, User: { b: () => 2, total: told('sum', 'a'), other: () => 7 } },
      },
    },
    options,
  );
}
