// The codes of contracts: what became of them, and why one does not compose.
import type { Row } from './explanation.ts';

const contracts = '# contracts: [{ name: public, exclude: [staff] }]\n';

const composition = (meaning: string, schema: string, wayOut: string): Row => ({
  severity: 'error',
  meaning,
  after: `${contracts}${schema}`,
  wayOut,
});

export const contractCodes: Readonly<Record<string, Row>> = {
  CONTRACT_ADDED: {
    severity: 'note',
    meaning: 'A contract is new: there is nothing to compare it with.',
    before: 'type Query { a: Int }',
    after: `${contracts}type Query { a: Int b: Int @tag(name: "staff") }`,
    wayOut: null,
  },
  CONTRACT_REMOVED: {
    severity: 'warning',
    meaning: 'A contract is not there any more: gateways that serve it get no further supergraph.',
    before: `${contracts}type Query { a: Int b: Int @tag(name: "staff") }`,
    after: '# contracts: []\ntype Query { a: Int b: Int @tag(name: "staff") }',
    wayOut: 'Keep it until nobody is served by it.',
  },
  CONTRACT_TAG_UNKNOWN: {
    severity: 'warning',
    meaning: 'Nothing in the graph has a tag that a contract includes or excludes. A misspelt tag excludes nothing.',
    after: `${contracts}type Query { a: Int b: Int @tag(name: "stuff") }`,
    wayOut: 'Correct the tag, in the contract or in the schema.',
  },
  REFERENCED_INACCESSIBLE: composition(
    'A field, argument or input field is there for clients whose type is not: it is @inaccessible, or a contract leaves it out.',
    'type Query { a: Int b: Note } type Note @tag(name: "staff") { text: String }',
    'Give what refers to the type the same tag, or @inaccessible.',
  ),
  ONLY_INACCESSIBLE_CHILDREN: composition(
    'A type is there for clients, and all of its values, fields or members are not.',
    'type Query { a: State } enum State { LOST @tag(name: "staff") }',
    'Leave the type out too, with what refers to it, or leave a part of it in.',
  ),
  REQUIRED_INACCESSIBLE: composition(
    'An argument or an input field must be given, and clients cannot give it.',
    'type Query { a(shard: Int! @tag(name: "staff")): Int }',
    'Give it a default value or let it be null; or leave out what it stands in.',
  ),
  DEFAULT_VALUE_USES_INACCESSIBLE: composition(
    'A default value is an enum value, or has an input field, that clients do not see.',
    'type Query { a(state: State = LOST): Int } enum State { OPEN LOST @tag(name: "staff") }',
    'Choose another default, or leave the value in.',
  ),
  IMPLEMENTED_BY_INACCESSIBLE: composition(
    'An object is left without a field, or an argument, of an interface that it implements.',
    'type Query { a: Node } interface Node { id: ID } type Product implements Node { id: ID @tag(name: "staff") name: String }',
    'Leave the field of the interface out too, or that of the object in.',
  ),
  QUERY_ROOT_TYPE_INACCESSIBLE: composition(
    'Nothing is left that could be asked for: a schema has a query.',
    'type Query { a: Int @tag(name: "staff") }',
    'Leave a field of Query in: with "include", it needs the tag as well as what it leads to.',
  ),
};
