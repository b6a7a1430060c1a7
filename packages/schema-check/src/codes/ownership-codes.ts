// Changes to which subgraph resolves what, and what it needs for it.
import { type ChangeCode, own } from './change-code.ts';

export const ownershipCodes = {
  SUBGRAPH_ADDED: {
    severity: 'safe',
    exception: null,
    meaning: 'There is a new subgraph.',
    before: `
# subgraph a
type Query { a: Int }`,
    after: `
# subgraph a
type Query { a: Int }
# subgraph b
type Query { b: Int }`,
    wayOut: null,
    felt: [],
  },
  SUBGRAPH_REMOVED: {
    severity: 'safe',
    exception: null,
    meaning: 'A subgraph is gone. What clients lose by it are changes of their own.',
    before: `
# subgraph a
type Query { a: Int }
# subgraph b
type Query { b: Int }`,
    after: `
# subgraph a
type Query { a: Int }`,
    wayOut: null,
    felt: [],
  },
  SUBGRAPH_RENAMED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'The same schema stands under another name: settings, keys and overrides that name the subgraph no longer find it.',
    before: `
# subgraph a
type Query { a: Int }`,
    after: `
# subgraph b
type Query { a: Int }`,
    wayOut: 'Change settings, keys and every @override(from:) in the same step.',
    felt: [],
  },
  SHAREABLE_ADDED: {
    severity: 'safe',
    exception: null,
    meaning: 'Other subgraphs may resolve the field too.',
    before: `
# subgraph a
type Query { p: P }
type P { id: ID }`,
    after: `
# subgraph a
type Query { p: P }
type P { id: ID @shareable }`,
    wayOut: null,
    felt: [],
  },
  SHAREABLE_REMOVED: {
    severity: 'safe',
    exception: null,
    meaning: 'Only one subgraph may resolve the field; composition fails when two do.',
    before: `
# subgraph a
type Query { p: P }
type P { id: ID @shareable }`,
    after: `
# subgraph a
type Query { p: P }
type P { id: ID }`,
    wayOut: null,
    felt: [],
  },
  OVERRIDE_ADDED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'The field comes from this subgraph instead of another: its values are those of another source.',
    before: `
# subgraph a
type Query { x: Int @shareable }
# subgraph b
type Query { x: Int @shareable }`,
    after: `
# subgraph a
type Query { x: Int }
# subgraph b
type Query { x: Int @override(from: "a") }`,
    wayOut: 'Compare the values of both sources first; @override(label: "percent(1)") moves a share of the traffic.',
    felt: [own('selected')],
  },
  OVERRIDE_CHANGED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'The field is taken over from another subgraph, or for another share of the traffic.',
    before: `
# subgraph a
type Query { x: Int }
# subgraph b
type Query { x: Int @override(from: "a", label: "percent(1)") }`,
    after: `
# subgraph a
type Query { x: Int }
# subgraph b
type Query { x: Int @override(from: "a", label: "percent(50)") }`,
    wayOut: 'Watch the errors of both subgraphs while the share grows.',
    felt: [own('selected')],
  },
  OVERRIDE_REMOVED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'The field is taken over no longer. Where the other subgraph still has it, it comes from there again.',
    before: `
# subgraph a
type Query { x: Int }
# subgraph b
type Query { x: Int @override(from: "a") }`,
    after: `
# subgraph a
type Query { y: Int }
# subgraph b
type Query { x: Int }`,
    wayOut: 'Remove the field from the other subgraph first.',
    felt: [own('selected')],
  },
  EXTERNAL_ADDED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'The subgraph resolves the field no longer; another one has to.',
    before: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID name: String @shareable }
# subgraph b
type P @key(fields: "id") { id: ID name: String @shareable }`,
    after: `
# subgraph a
type Query { p: P @provides(fields: "name") }
type P @key(fields: "id") { id: ID name: String @external }
# subgraph b
type P @key(fields: "id") { id: ID name: String @shareable }`,
    wayOut: 'See that the other subgraph answers before running gateways have the new supergraph.',
    felt: [own('selected')],
  },
  EXTERNAL_REMOVED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'The subgraph resolves the field itself now: its values may be those of another source.',
    before: `
# subgraph a
type Query { p: P @provides(fields: "name") }
type P @key(fields: "id") { id: ID name: String @external }
# subgraph b
type P @key(fields: "id") { id: ID name: String @shareable }`,
    after: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID name: String @shareable }
# subgraph b
type P @key(fields: "id") { id: ID name: String @shareable }`,
    wayOut: 'Compare the values of both sources first.',
    felt: [own('selected')],
  },
  REQUIRES_ADDED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'The field needs fields of other subgraphs: one more fetch before it, and it fails when that one fails.',
    before: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID weight: Int }
# subgraph b
type P @key(fields: "id") { id: ID cost: Int }`,
    after: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID weight: Int }
# subgraph b
type P @key(fields: "id") { id: ID weight: Int @external cost: Int @requires(fields: "weight") }`,
    wayOut: 'Look at the plans of the operations that select it; a copy of what it requires may cost less.',
    felt: [own('selected')],
  },
  REQUIRES_CHANGED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'The field needs other fields than before.',
    before: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID w: Int h: Int }
# subgraph b
type P @key(fields: "id") { id: ID w: Int @external h: Int @external c: Int @requires(fields: "w") d: Int @requires(fields: "h") }`,
    after: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID w: Int h: Int }
# subgraph b
type P @key(fields: "id") { id: ID w: Int @external h: Int @external c: Int @requires(fields: "w h") d: Int @requires(fields: "h") }`,
    wayOut: 'Deploy a resolver that takes both first: running gateways send what the old supergraph says.',
    felt: [own('selected')],
  },
  REQUIRES_REMOVED: {
    severity: 'safe',
    exception: null,
    meaning: 'The field needs no fields of other subgraphs any more.',
    before: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID weight: Int }
# subgraph b
type P @key(fields: "id") { id: ID weight: Int @external cost: Int @requires(fields: "weight") }`,
    after: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID weight: Int }
# subgraph b
type P @key(fields: "id") { id: ID cost: Int }`,
    wayOut: null,
    felt: [],
  },
  PROVIDES_ADDED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'Below this field, some values come from this subgraph instead of their owner.',
    before: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID }
# subgraph b
type P @key(fields: "id") { id: ID name: String @shareable }`,
    after: `
# subgraph a
type Query { p: P @provides(fields: "name") }
type P @key(fields: "id") { id: ID name: String @external }
# subgraph b
type P @key(fields: "id") { id: ID name: String @shareable }`,
    wayOut: 'See that both sources have the same values.',
    felt: [own('selected')],
  },
  PROVIDES_CHANGED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'Below this field, other values than before come from this subgraph.',
    before: `
# subgraph a
type Query { p: P @provides(fields: "n") q: P @provides(fields: "m") }
type P @key(fields: "id") { id: ID n: Int @external m: Int @external }
# subgraph b
type P @key(fields: "id") { id: ID n: Int @shareable m: Int @shareable }`,
    after: `
# subgraph a
type Query { p: P @provides(fields: "n m") q: P @provides(fields: "m") }
type P @key(fields: "id") { id: ID n: Int @external m: Int @external }
# subgraph b
type P @key(fields: "id") { id: ID n: Int @shareable m: Int @shareable }`,
    wayOut: 'See that both sources have the same values.',
    felt: [own('selected')],
  },
  PROVIDES_REMOVED: {
    severity: 'safe',
    exception: null,
    meaning: 'Below this field, all values come from their owners again.',
    before: `
# subgraph a
type Query { p: P @provides(fields: "name") }
type P @key(fields: "id") { id: ID name: String @external }
# subgraph b
type P @key(fields: "id") { id: ID name: String @shareable }`,
    after: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID }
# subgraph b
type P @key(fields: "id") { id: ID name: String @shareable }`,
    wayOut: null,
    felt: [],
  },
  FIELD_MOVED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'Another subgraph resolves the field: its values are those of another source, and plans change.',
    before: `
# subgraph a
type Query { x: Int y: Int }
# subgraph b
type Query { z: Int }`,
    after: `
# subgraph a
type Query { y: Int }
# subgraph b
type Query { z: Int x: Int }`,
    wayOut: 'Move it by @override in one step and remove the old one in the next: in between, both subgraphs answer.',
    felt: [own('selected')],
  },
  ENTITY_MOVED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'All fields of the type but its keys moved to another subgraph.',
    before: `
# subgraph a
type Query { p: P }
type P @key(fields: "id") { id: ID name: String }
# subgraph b
type Query { y: Int }`,
    after: `
# subgraph a
type Query { p: P }
type P @key(fields: "id", resolvable: false) { id: ID }
# subgraph b
type Query { y: Int }
type P @key(fields: "id") { id: ID name: String }`,
    wayOut: 'Move it by @override in one step and remove the old fields in the next: in between, both subgraphs answer.',
    felt: [own('named', 'received', 'selected')],
  },
} as const satisfies Record<string, ChangeCode>;
