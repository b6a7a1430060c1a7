// Errors of composition that are met most: what has them, and the way out.
import type { Met } from './composition-codes.ts';

export const compositionErrors: Readonly<Record<string, Met>> = {
  INVALID_GRAPHQL: {
    example: 'type Query { a: Missing }',
    wayOut: 'Define what is named, or import the directive by @link.',
  },
  NO_QUERIES: {
    example: '# subgraph a\ntype Product { id: ID }',
    wayOut: 'Give one subgraph a field of Query.',
  },
  INVALID_FIELD_SHARING: {
    example:
      '# subgraph a\ntype Query { a: Money } type Money { amount: Int }\n# subgraph b\ntype Query { b: Money } type Money { amount: Int }',
    wayOut: 'Mark the field @shareable in every subgraph that resolves it, or leave it to one; @override moves it.',
  },
  FIELD_TYPE_MISMATCH: {
    example:
      '# subgraph a\ntype Query { a: Money } type Money @shareable { amount: Int }\n# subgraph b\ntype Money @shareable { amount: String }',
    wayOut: 'Let all subgraphs give the field one type; one may be nullable where another is not.',
  },
  FIELD_ARGUMENT_TYPE_MISMATCH: {
    example: '# subgraph a\ntype Query { a(x: Int): Int @shareable }\n# subgraph b\ntype Query { a(x: String): Int @shareable }',
    wayOut: 'Let all subgraphs give the argument one type.',
  },
  TYPE_KIND_MISMATCH: {
    example: '# subgraph a\ntype Query { a: State } type State { a: Int }\n# subgraph b\nenum State { OPEN }',
    wayOut: 'Rename one of them, or make them one.',
  },
  SATISFIABILITY_ERROR: {
    example:
      '# subgraph a\ntype Query { product: Product } type Product @key(fields: "id") { id: ID }\n# subgraph b\ntype Product @key(fields: "sku") { sku: ID stock: Int }',
    wayOut: 'Give the subgraph that has the field a @key that the others know, or let one subgraph resolve both keys.',
  },
  KEY_INVALID_FIELDS: {
    example: 'type Query { a: Product } type Product @key(fields: "number") { id: ID }',
    wayOut: 'Name fields of the type itself.',
  },
  REQUIRES_INVALID_FIELDS: {
    example: 'type Query { a: Product } type Product @key(fields: "id") { id: ID cost: Int @requires(fields: "weight") }',
    wayOut: 'Declare the field beside it, @external.',
  },
  REQUIRES_FIELDS_MISSING_EXTERNAL: {
    example: 'type Query { a: Product } type Product @key(fields: "id") { id: ID weight: Int cost: Int @requires(fields: "weight") }',
    wayOut: 'Mark the required field @external, or read it without @requires: it is the own one.',
  },
  PROVIDES_INVALID_FIELDS: {
    example: 'type Query { a: Product @provides(fields: "weight") } type Product @key(fields: "id") { id: ID }',
    wayOut: 'Name fields of the type that is returned, and declare them @external.',
  },
  EXTERNAL_UNUSED: {
    example:
      '# subgraph a\ntype Query { a: Product } type Product @key(fields: "id") { id: ID weight: Int }\n# subgraph b\ntype Product @key(fields: "id") { id: ID weight: Int @external stock: Int }',
    wayOut: 'Remove the field, or use it in @requires, @provides or a @key.',
  },
  EXTERNAL_MISSING_ON_BASE: {
    example:
      '# subgraph a\ntype Query { a: Product } type Product @key(fields: "id") { id: ID }\n# subgraph b\ntype Product @key(fields: "id") { id: ID weight: Int @external cost: Int @requires(fields: "weight") }',
    wayOut: 'Let another subgraph define the field, or stop requiring it.',
  },
  ENUM_VALUE_MISMATCH: {
    example:
      '# subgraph a\ntype Query { a(state: State): State } enum State { OPEN CLOSED }\n# subgraph b\ntype Query { b: State } enum State { OPEN }',
    wayOut: 'An enum that is sent and received has the same values everywhere; mark the new one @inaccessible until all have it.',
  },
  EMPTY_MERGED_INPUT_TYPE: {
    example: '# subgraph a\ntype Query { a(i: I): Int } input I { x: Int }\n# subgraph b\ntype Query { b(i: I): Int } input I { y: Int }',
    wayOut: 'Fields of an input are those that all subgraphs have: let them have one, or rename one of the inputs.',
  },
  EMPTY_MERGED_ENUM_TYPE: {
    example: '# subgraph a\ntype Query { a(e: E): Int } enum E { A }\n# subgraph b\ntype Query { b(e: E): Int } enum E { B }',
    wayOut: 'Values of an enum that is sent are those that all subgraphs have: let them have one, or rename one of the enums.',
  },
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH: {
    example: '# subgraph a\ntype Query { a(x: Int!): Int @shareable }\n# subgraph b\ntype Query { a: Int @shareable }',
    wayOut: 'Give the argument to the field in every subgraph, or let it be null.',
  },
  REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH: {
    example:
      '# subgraph a\ntype Query { a(i: I): Int } input I { x: Int! y: Int }\n# subgraph b\ntype Query { b(i: I): Int } input I { y: Int }',
    wayOut: 'Give the field to the input in every subgraph, or let it be null.',
  },
  INTERFACE_FIELD_NO_IMPLEM: {
    example:
      '# subgraph a\ntype Query { a: Node } interface Node { id: ID } type Product implements Node @key(fields: "id") { id: ID }\n# subgraph b\ntype Query { b: Node } interface Node { id: ID name: String } type Person implements Node { id: ID name: String }',
    wayOut: 'Give every object that implements the interface, in any subgraph, the field; or take it from the interface.',
  },
  OVERRIDE_FROM_SELF_ERROR: {
    example: '# subgraph a\ntype Query { a: Int @override(from: "a") }',
    wayOut: 'Name the subgraph that has had the field.',
  },
};
