// Subgraphs: keys, owners, what is shared, hidden or merged. Each text is `# subgraph NAME` with its schema, several times.
import type { ChangeCodeName } from '../src/index.ts';
import type { Verdict } from './pair.ts';

export interface FederationPair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Null: after the change, the subgraphs do not compose. */
  readonly verdict: Verdict | null;
  /** `CODE coordinate`, with ` (composed)` behind what only composition has made; all of them, in any order. */
  readonly changes: readonly `${ChangeCodeName} ${string}`[];
  readonly withUsage: Readonly<Record<string, Verdict>>;
}

const entity = 'type Query { p: P }\ntype P @key(fields: "id")';
const graph = (a: string, b: string) => `# subgraph a\n${a}\n# subgraph b\n${b}`;

function pair(
  name: string,
  before: string,
  after: string,
  verdict: Verdict | null,
  changes: FederationPair['changes'] = [],
  withUsage: FederationPair['withUsage'] = {},
): FederationPair {
  return { name, before, after, verdict, changes, withUsage };
}

export const federationPairs: readonly FederationPair[] = [
  pair(
    'an entity gets a second key',
    graph(`${entity} { id: ID sku: ID }`, 'type Query { y: Int }'),
    graph(`${entity} @key(fields: "sku") { id: ID sku: ID }`, 'type Query { y: Int }'),
    'safe',
    ['KEY_ADDED P'],
  ),
  pair(
    'an entity loses a key',
    graph(`${entity} @key(fields: "sku") { id: ID sku: ID }`, 'type Query { y: Int }'),
    graph(`${entity} { id: ID sku: ID }`, 'type Query { y: Int }'),
    'dangerous',
    ['KEY_REMOVED P'],
    {
      '{ p { id } }': 'dangerous',
      '{ y }': 'safe',
    },
  ),
  pair(
    'a key is spelled in another order',
    graph(`type Query { p: P }\ntype P @key(fields: "id sku") { id: ID sku: ID }`, 'type Query { y: Int }'),
    graph(`type Query { p: P }\ntype P @key(fields: "sku  id") { id: ID sku: ID }`, 'type Query { y: Int }'),
    'safe',
    [],
  ),
  pair(
    'the only key that another subgraph refers by is removed',
    graph(`${entity} { id: ID name: String }`, 'type Query { q: P }\ntype P @key(fields: "id", resolvable: false) { id: ID }'),
    graph(
      'type Query { p: P }\ntype P { id: ID @shareable name: String }',
      'type Query { q: P }\ntype P @key(fields: "id", resolvable: false) { id: ID @shareable }',
    ),
    null,
  ),
  pair(
    'a field is shared by two subgraphs',
    graph('type Query { x: Int }', 'type Query { y: Int }'),
    graph('type Query { x: Int @shareable }', 'type Query { y: Int x: Int @shareable }'),
    'safe',
    ['SHAREABLE_ADDED Query.x', 'SHAREABLE_ADDED Query.x', 'FIELD_ADDED Query.x'],
  ),
  pair(
    'a field is in two subgraphs and not shared',
    graph('type Query { x: Int }', 'type Query { y: Int }'),
    graph('type Query { x: Int }', 'type Query { y: Int x: Int }'),
    null,
  ),
  pair(
    'one of two subgraphs drops a shared field',
    graph('type Query { x: Int @shareable }', 'type Query { y: Int x: Int @shareable }'),
    graph('type Query { x: Int @shareable }', 'type Query { y: Int }'),
    'safe',
    ['FIELD_REMOVED Query.x', 'SHAREABLE_REMOVED Query.x'],
  ),
  pair(
    'the last subgraph drops a field',
    graph('type Query { x: Int z: Int }', 'type Query { y: Int }'),
    graph('type Query { z: Int }', 'type Query { y: Int }'),
    'breaking',
    ['FIELD_REMOVED Query.x'],
    { '{ x }': 'breaking', '{ y }': 'safe' },
  ),
  pair(
    'a field is overridden',
    graph('type Query { x: Int }', 'type Query { y: Int }'),
    graph('type Query { x: Int }', 'type Query { y: Int x: Int @override(from: "a") }'),
    'dangerous',
    ['FIELD_ADDED Query.x', 'OVERRIDE_ADDED Query.x', 'FIELD_MOVED Query.x'],
    {
      '{ x }': 'dangerous',
      '{ y }': 'safe',
    },
  ),
  pair(
    'a field is overridden for a share of the traffic',
    graph('type Query { x: Int }', 'type Query { y: Int }'),
    graph('type Query { x: Int }', 'type Query { y: Int x: Int @override(from: "a", label: "percent(5)") }'),
    'dangerous',
    ['FIELD_ADDED Query.x', 'OVERRIDE_ADDED Query.x'],
  ),
  pair(
    'the share of an override grows',
    graph('type Query { x: Int }', 'type Query { x: Int @override(from: "a", label: "percent(5)") }'),
    graph('type Query { x: Int }', 'type Query { x: Int @override(from: "a", label: "percent(50)") }'),
    'dangerous',
    ['OVERRIDE_CHANGED Query.x'],
    { '{ x }': 'dangerous' },
  ),
  pair(
    'an override is complete',
    graph('type Query { x: Int z: Int }', 'type Query { x: Int @override(from: "a") }'),
    graph('type Query { z: Int }', 'type Query { x: Int }'),
    'dangerous',
    ['FIELD_REMOVED Query.x', 'OVERRIDE_REMOVED Query.x'],
  ),
  pair(
    'a field moves in one step',
    graph('type Query { x: Int z: Int }', 'type Query { y: Int }'),
    graph('type Query { z: Int }', 'type Query { y: Int x: Int }'),
    'dangerous',
    ['FIELD_REMOVED Query.x', 'FIELD_ADDED Query.x', 'FIELD_MOVED Query.x'],
    { '{ x }': 'dangerous', '{ y }': 'safe' },
  ),
  pair(
    'an entity moves to another subgraph',
    graph(`${entity} { id: ID n: Int m: Int }`, 'type Query { y: Int }'),
    graph(
      'type Query { p: P }\ntype P @key(fields: "id", resolvable: false) { id: ID }',
      'type Query { y: Int }\ntype P @key(fields: "id") { id: ID n: Int m: Int }',
    ),
    'dangerous',
    ['FIELD_REMOVED P.n', 'FIELD_REMOVED P.m', 'TYPE_ADDED P', 'KEY_MADE_UNRESOLVABLE P', 'KEY_ADDED P', 'ENTITY_MOVED P'],
    {
      '{ p { n } }': 'dangerous',
      '{ y }': 'safe',
    },
  ),
  pair(
    'a field is hidden',
    graph('type Query { x: Int z: Int }', 'type Query { y: Int }'),
    graph('type Query { x: Int @inaccessible z: Int }', 'type Query { y: Int }'),
    'breaking',
    ['FIELD_REMOVED Query.x', 'INACCESSIBLE_ADDED Query.x'],
    { '{ x }': 'breaking', '{ z }': 'safe' },
  ),
  pair(
    'a hidden field is shown',
    graph('type Query { x: Int @inaccessible z: Int }', 'type Query { y: Int }'),
    graph('type Query { x: Int z: Int }', 'type Query { y: Int }'),
    'safe',
    ['FIELD_ADDED Query.x', 'INACCESSIBLE_REMOVED Query.x'],
  ),
  pair(
    'a type is hidden with what leads to it',
    graph('type Query { p: P @inaccessible z: Int }\ntype P { x: Int }', 'type Query { y: Int }'),
    graph('type Query { p: P @inaccessible z: Int }\ntype P @inaccessible { x: Int }', 'type Query { y: Int }'),
    'breaking',
    ['TYPE_REMOVED P', 'INACCESSIBLE_ADDED P'],
    { '{ z }': 'safe' },
  ),
  pair(
    'a type is hidden, but not what leads to it',
    graph('type Query { p: P z: Int }\ntype P { x: Int }', 'type Query { y: Int }'),
    graph('type Query { p: P z: Int }\ntype P @inaccessible { x: Int }', 'type Query { y: Int }'),
    null,
  ),
  pair(
    'a new subgraph takes a shared input without one of its fields',
    '# subgraph a\ntype Query { x(in: In): Int }\ninput In { k: Int l: Int }',
    graph('type Query { x(in: In): Int }\ninput In { k: Int l: Int }', 'type Query { y(in: In): Int }\ninput In { k: Int }'),
    'breaking',
    ['FIELD_ADDED Query.y', 'INPUT_FIELD_REMOVED In.l (composed)', 'SUBGRAPH_ADDED b'],
    {
      '{ x(in: { l: 1 }) }': 'breaking',
      '{ x(in: { k: 1 }) }': 'safe',
    },
  ),
  pair(
    'a new subgraph shares a field without its argument',
    '# subgraph a\ntype Query { x(k: Int): Int @shareable }',
    graph('type Query { x(k: Int): Int @shareable }', 'type Query { x: Int @shareable }'),
    'breaking',
    ['ARGUMENT_REMOVED Query.x(k:) (composed)', 'SUBGRAPH_ADDED b'],
    { '{ x(k: 1) }': 'breaking', '{ x }': 'safe' },
  ),
  pair(
    'a value type gets nullable in one subgraph',
    graph('type Query { v: V @shareable }\ntype V @shareable { x: Int! }', 'type Query { w: V }\ntype V @shareable { x: Int! }'),
    graph('type Query { v: V @shareable }\ntype V @shareable { x: Int! }', 'type Query { w: V }\ntype V @shareable { x: Int }'),
    'breaking',
    ['FIELD_BECAME_NULLABLE V.x'],
    { '{ v { x } }': 'breaking', '{ w { __typename } }': 'safe' },
  ),
  pair(
    'a value type gets non-null in one of two subgraphs',
    graph('type Query { v: V }\ntype V @shareable { x: Int }', 'type Query { w: V }\ntype V @shareable { x: Int }'),
    graph('type Query { v: V }\ntype V @shareable { x: Int! }', 'type Query { w: V }\ntype V @shareable { x: Int }'),
    'safe',
    ['FIELD_BECAME_NON_NULL V.x'],
    { '{ v { x } }': 'safe' },
  ),
  pair(
    'a value type gets a field in one of two subgraphs',
    graph('type Query { v: V }\ntype V @shareable { x: Int }', 'type Query { w: V }\ntype V @shareable { x: Int }'),
    graph('type Query { v: V }\ntype V @shareable { x: Int y: Int }', 'type Query { w: V }\ntype V @shareable { x: Int }'),
    null,
  ),
  pair(
    'an enum that is sent gets a value in one of two subgraphs',
    graph('type Query { v(e: E): Int }\nenum E { A }', 'type Query { w(e: E): Int }\nenum E { A }'),
    graph('type Query { v(e: E): Int }\nenum E { A B }', 'type Query { w(e: E): Int }\nenum E { A }'),
    'safe',
    ['ENUM_VALUE_ADDED E.B'],
  ),
  pair(
    'an enum that is received gets a value in one of two subgraphs',
    graph('type Query { v: E }\nenum E { A }', 'type Query { w: E }\nenum E { A }'),
    graph('type Query { v: E }\nenum E { A B }', 'type Query { w: E }\nenum E { A }'),
    'dangerous',
    ['ENUM_VALUE_ADDED E.B'],
    { '{ w }': 'dangerous' },
  ),
  pair(
    'an enum that is sent and received gets a value in one of two subgraphs',
    graph('type Query { v(e: E): E }\nenum E { A }', 'type Query { w: E }\nenum E { A }'),
    graph('type Query { v(e: E): E }\nenum E { A B }', 'type Query { w: E }\nenum E { A }'),
    null,
  ),
  pair(
    'a field requires a field of another subgraph',
    graph(`${entity} { id: ID n: Int }`, 'type P @key(fields: "id") { id: ID c: Int }'),
    graph(`${entity} { id: ID n: Int }`, 'type P @key(fields: "id") { id: ID n: Int @external c: Int @requires(fields: "n") }'),
    'dangerous',
    ['FIELD_ADDED P.n', 'EXTERNAL_ADDED P.n', 'REQUIRES_ADDED P.c'],
    {
      '{ p { c } }': 'dangerous',
      '{ p { id } }': 'safe',
    },
  ),
  pair(
    'a field requires what is not there',
    graph(`${entity} { id: ID }`, 'type P @key(fields: "id") { id: ID c: Int }'),
    graph(`${entity} { id: ID }`, 'type P @key(fields: "id") { id: ID c: Int @requires(fields: "n") }'),
    null,
  ),
  pair('a subgraph is added', '# subgraph a\ntype Query { x: Int }', graph('type Query { x: Int }', 'type Query { y: Int }'), 'safe', [
    'FIELD_ADDED Query.y',
    'SUBGRAPH_ADDED b',
  ]),
  pair(
    'a subgraph is removed',
    graph('type Query { x: Int }', 'type Query { y: Int }'),
    '# subgraph a\ntype Query { x: Int }',
    'breaking',
    ['FIELD_REMOVED Query.y', 'SUBGRAPH_REMOVED b'],
    { '{ y }': 'breaking', '{ x }': 'safe' },
  ),
  pair(
    'a subgraph gets another name',
    graph('type Query { x: Int }', 'type Query { y: Int }'),
    '# subgraph a\ntype Query { x: Int }\n# subgraph c\ntype Query { y: Int }',
    'dangerous',
    ['SUBGRAPH_RENAMED b'],
    { '{ y }': 'dangerous' },
  ),
  pair(
    'a field gets a tag',
    graph('type Query { x: Int }', 'type Query { y: Int }'),
    graph('type Query { x: Int @tag(name: "t") }', 'type Query { y: Int }'),
    'safe',
    ['TAG_ADDED Query.x'],
  ),
  pair(
    'a field asks for a sign-in',
    graph('type Query { x: Int }', 'type Query { y: Int }'),
    graph('type Query { x: Int @authenticated }', 'type Query { y: Int }'),
    'dangerous',
    ['AUTHORIZATION_CHANGED Query.x'],
    { '{ x }': 'dangerous', '{ y }': 'safe' },
  ),
  pair(
    'a type is extended instead of defined',
    graph('type Query { x: Int }', 'type Query { y: Int }'),
    graph('type Query { x: Int }', 'extend type Query { y: Int }'),
    'safe',
    [],
  ),
];
