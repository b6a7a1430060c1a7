// Changes to keys, to what is hidden or tagged, and to other directives of federation.
import { type ChangeCode, own } from './change-code.ts';

export const federationCodes = {
  KEY_ADDED: {
    severity: 'safe',
    exception: null,
    meaning: 'An entity can be found by one more key.',
    before: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID sku: ID }`,
    after: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") @key(fields: "sku") { id: ID sku: ID }`,
    wayOut: null,
    felt: [],
  },
  KEY_REMOVED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'An entity cannot be found by a key any more. If the graph still composes, plans go another way, often with one more fetch.',
    before: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") @key(fields: "sku") { id: ID sku: ID }`,
    after: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID sku: ID }`,
    wayOut: 'Keep the key until no other subgraph refers by it, and until running gateways have the new supergraph.',
    felt: [own('named', 'received', 'selected')],
  },
  KEY_MADE_UNRESOLVABLE: {
    severity: 'dangerous',
    exception: null,
    meaning: 'A subgraph refers to an entity by a key, but finds it by that key no longer.',
    before: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID }`,
    after: `
# subgraph a
type Query { p: P }
type P @key(fields: "id", resolvable: false) { id: ID }`,
    wayOut: 'Keep the reference resolver until running gateways have the new supergraph.',
    felt: [own('named', 'received', 'selected')],
  },
  KEY_MADE_RESOLVABLE: {
    severity: 'safe',
    exception: null,
    meaning: 'A subgraph now finds an entity by a key that it has only referred by.',
    before: `
# subgraph a
type Query { p: P }
type P @key(fields: "id", resolvable: false) { id: ID }`,
    after: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID }`,
    wayOut: null,
    felt: [],
  },
  INACCESSIBLE_ADDED: {
    severity: 'safe',
    exception: null,
    meaning: 'Clients do not see the element any more. What they lose by it are changes of their own.',
    before: `
# subgraph a
type Query { x: Int y: Int }`,
    after: `
# subgraph a
type Query { x: Int y: Int @inaccessible }`,
    wayOut: null,
    felt: [],
  },
  INACCESSIBLE_REMOVED: {
    severity: 'safe',
    exception: null,
    meaning: 'Clients see an element that has been internal. It cannot be hidden again without breaking them.',
    before: `
# subgraph a
type Query { x: Int y: Int @inaccessible }`,
    after: `
# subgraph a
type Query { x: Int y: Int }`,
    wayOut: null,
    felt: [],
  },
  TAG_ADDED: {
    severity: 'safe',
    exception: null,
    meaning: 'The element has one more tag. Which contracts win or lose it, the check of contracts says.',
    before: `
# subgraph a
type Query { x: Int }`,
    after: `
# subgraph a
type Query { x: Int @tag(name: "partner") }`,
    wayOut: null,
    felt: [],
  },
  TAG_REMOVED: {
    severity: 'safe',
    exception: null,
    meaning: 'The element has one tag less. Which contracts win or lose it, the check of contracts says.',
    before: `
# subgraph a
type Query { x: Int @tag(name: "partner") }`,
    after: `
# subgraph a
type Query { x: Int }`,
    wayOut: null,
    felt: [],
  },
  INTERFACE_OBJECT_ADDED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'The subgraph treats an interface as one object: which type an object has is asked of another subgraph.',
    before: `
# subgraph a
type Query { m: M }
interface M @key(fields: "id") { id: ID }
type B implements M @key(fields: "id") { id: ID }
# subgraph b
type Query { y: Int }`,
    after: `
# subgraph a
type Query { m: M }
interface M @key(fields: "id") { id: ID }
type B implements M @key(fields: "id") { id: ID }
# subgraph b
type Query { y: Int }
type M @key(fields: "id") @interfaceObject { id: ID r: Int }`,
    wayOut: 'Look at the plans: where `__typename` or fragments are asked there is one more fetch.',
    felt: [own('named', 'received', 'selected')],
  },
  INTERFACE_OBJECT_REMOVED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'The subgraph knows the implementations of an interface itself now, or has left the interface.',
    before: `
# subgraph a
type Query { m: M }
interface M @key(fields: "id") { id: ID }
type B implements M @key(fields: "id") { id: ID }
# subgraph b
type M @key(fields: "id") @interfaceObject { id: ID r: Int }`,
    after: `
# subgraph a
type Query { m: M }
interface M @key(fields: "id") { id: ID }
type B implements M @key(fields: "id") { id: ID }
# subgraph b
interface M { id: ID r: Int }
type B implements M @key(fields: "id") { id: ID r: Int }`,
    wayOut: 'See that the subgraph defines every implementation of the interface.',
    felt: [own('named', 'received', 'selected')],
  },
  AUTHORIZATION_CHANGED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'Who may read the element has changed: callers may be refused what they have read, or read what they have been refused.',
    before: `
# subgraph a
type Query { x: Int }`,
    after: `
# subgraph a
type Query { x: Int @authenticated }`,
    wayOut: 'Grant the new scopes to callers before the supergraph asks for them.',
    felt: [own('selected', 'received', 'named')],
  },
  DIRECTIVE_APPLICATION_CHANGED: {
    severity: 'safe',
    exception: null,
    meaning: 'A directive that clients do not see (cost, lists, context, cache, one of your own) is applied otherwise.',
    before: `
# subgraph a
type Query { x: Int }`,
    after: `
# subgraph a
type Query { x: Int @cost(weight: 5) }`,
    wayOut: null,
    felt: [],
  },
} as const satisfies Record<string, ChangeCode>;
