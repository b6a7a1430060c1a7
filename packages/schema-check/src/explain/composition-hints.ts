// Hints of composition that are met most: what has them, and the way out.
import type { Met } from './composition-codes.ts';

const entity = '# subgraph a\ntype Query { a: Product } type Product @key(fields: "id") { id: ID';

export const compositionHints: Readonly<Record<string, Met>> = {
  INCONSISTENT_DESCRIPTION: {
    example: '# subgraph a\n"Everything."\ntype Query { a: Int }\n# subgraph b\n"All there is."\ntype Query { b: Int }',
    wayOut: 'Describe it in one subgraph, or everywhere in the same words.',
  },
  INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE: {
    example: '# subgraph a\ntype Query { a: Int! @shareable }\n# subgraph b\ntype Query { a: Int @shareable }',
    wayOut: 'Nothing while a migration lasts: the supergraph has the wider type. Then let all have one.',
  },
  INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE: {
    example: '# subgraph a\ntype Query { a(x: Int!): Int @shareable }\n# subgraph b\ntype Query { a(x: Int): Int @shareable }',
    wayOut: 'Nothing while a migration lasts: the supergraph has the narrower type. Then let all have one.',
  },
  INCONSISTENT_DEFAULT_VALUE_PRESENCE: {
    example: '# subgraph a\ntype Query { a(x: Int = 1): Int @shareable }\n# subgraph b\ntype Query { a(x: Int): Int @shareable }',
    wayOut: 'Give it the default in every subgraph: the supergraph has none.',
  },
  INCONSISTENT_ENTITY: {
    example: `${entity} }\n# subgraph b\ntype Query { b: Product } type Product { id: ID @shareable }`,
    wayOut: 'Give it the @key in every subgraph, with resolvable: false where it is only referred to.',
  },
  INCONSISTENT_OBJECT_VALUE_TYPE_FIELD: {
    example:
      '# subgraph a\ntype Query { a: Money } type Money @shareable { amount: Int currency: String }\n# subgraph b\ntype Money @shareable { amount: Int }',
    wayOut: 'Give the type the same fields in every subgraph: no operation that begins elsewhere reaches the field.',
  },
  INCONSISTENT_INPUT_OBJECT_FIELD: {
    example:
      '# subgraph a\ntype Query { a(i: I): Int } input I { x: Int y: Int }\n# subgraph b\ntype Query { b(i: I): Int } input I { x: Int }',
    wayOut: 'Give the input the field in every subgraph: without it clients cannot send it.',
  },
  INCONSISTENT_UNION_MEMBER: {
    example:
      '# subgraph a\ntype Query { a: U } union U = A | B type A @shareable { x: Int } type B { x: Int }\n# subgraph b\ntype Query { b: U } union U = A type A @shareable { x: Int }',
    wayOut: 'Nothing, unless the subgraph returns the member too.',
  },
  INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM: {
    example: '# subgraph a\ntype Query { a(e: E): Int } enum E { A B }\n# subgraph b\ntype Query { b(e: E): Int } enum E { A }',
    wayOut: 'Give the enum the value in every subgraph: without it clients cannot send it.',
  },
  INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM: {
    example: '# subgraph a\ntype Query { a: E } enum E { A B }\n# subgraph b\ntype Query { b: E } enum E { A }',
    wayOut: 'Nothing, unless the subgraph returns the value too.',
  },
  INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE: {
    example: '# subgraph a\ndirective @slow on FIELD\ntype Query { a: Int }\n# subgraph b\ntype Query { b: Int }',
    wayOut: 'Define the directive in every subgraph: clients cannot apply it otherwise.',
  },
  INCONSISTENT_ARGUMENT_PRESENCE: {
    example: '# subgraph a\ntype Query { a(x: Int): Int @shareable }\n# subgraph b\ntype Query { a: Int @shareable }',
    wayOut: 'Give the field the argument in every subgraph: clients cannot pass it otherwise.',
  },
  FROM_SUBGRAPH_DOES_NOT_EXIST: {
    example: '# subgraph a\ntype Query { a: Int @override(from: "gone") }',
    wayOut: 'Remove @override, or correct the name.',
  },
  OVERRIDDEN_FIELD_CAN_BE_REMOVED: {
    example: '# subgraph a\ntype Query { a: Int }\n# subgraph b\ntype Query { a: Int @override(from: "a") }',
    wayOut: 'Remove the field from the subgraph that it was moved away from, when its gateways have the new supergraph.',
  },
  OVERRIDE_DIRECTIVE_CAN_BE_REMOVED: {
    example: '# subgraph a\ntype Query { b: Int }\n# subgraph b\ntype Query { a: Int @override(from: "a") }',
    wayOut: 'Remove @override: the move is done.',
  },
  OVERRIDE_MIGRATION_IN_PROGRESS: {
    example: '# subgraph a\ntype Query { a: Int }\n# subgraph b\ntype Query { a: Int @override(from: "a", label: "percent(10)") }',
    wayOut: 'Raise the percentage, and then remove the field from the other subgraph and the label.',
  },
  UNUSED_ENUM_TYPE: {
    example: 'type Query { a: Int } enum State { OPEN }',
    wayOut: 'Remove the enum, or use it.',
  },
  INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN: {
    example:
      '# subgraph a\ntype Query { a: U @shareable } union U = A | B type A @shareable { x: Int } type B @shareable { x: Int }\n# subgraph b\ntype Query { a: U @shareable } union U = A type A @shareable { x: Int }',
    wayOut: 'Let the field return the same types in every subgraph: which one is asked is not for the client to see.',
  },
};
