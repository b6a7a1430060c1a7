// Types, enums, unions, interfaces, root types and directives.
import { framed, type Pair } from './pair.ts';

const pair = framed('');
const enumOut = (values: string) => `type Query { keep: Int mood: Mood } enum Mood { ${values} }`;
const enumIn = (values: string) => `type Query { keep: Int a(mood: Mood): Int } enum Mood { ${values} }`;
const enumBoth = (values: string) => `type Query { keep: Int a(mood: Mood): Mood } enum Mood { ${values} }`;
const union = (members: string) =>
  `type Query { keep: Int u: U } union U = ${members} type A { x: Int } type B { x: Int } type C { x: Int }`;
const node = (implemented: string) =>
  `type Query { keep: Int n: Node } interface Node { id: ID } type A implements Node { id: ID } type B${implemented} { id: ID x: Int }`;
const directive = (definition: string) => `type Query { keep: Int } ${definition}`;

export const typePairs: readonly Pair[] = [
  pair('an object type is added', 'type Query { a: Int }', 'type Query { a: Int } type P { x: Int }', 'safe', ['TYPE_ADDED P']),
  pair(
    'an object type is removed',
    'type Query { a: Int p: P } type P { x: Int }',
    'type Query { a: Int }',
    'breaking',
    ['FIELD_REMOVED Query.p', 'TYPE_REMOVED P'],
    {
      '{ p { x } }': 'breaking',
      '{ a }': 'safe',
    },
  ),
  pair(
    'a type that nothing leads to is removed',
    'type Query { a: Int } type P { x: Int }',
    'type Query { a: Int }',
    'breaking',
    ['TYPE_REMOVED P'],
    { '{ a }': 'safe' },
  ),
  pair(
    'an input object is removed',
    'type Query { a(in: In): Int } input In { x: Int }',
    'type Query { a: Int }',
    'breaking',
    ['TYPE_REMOVED In', 'ARGUMENT_REMOVED Query.a(in:)'],
    {
      'query ($in: In) { a(in: $in) }': 'breaking',
      '{ a }': 'safe',
    },
  ),
  pair(
    'a scalar becomes an enum',
    'type Query { a: Code k: Int } scalar Code',
    'type Query { a: Code k: Int } enum Code { A }',
    'breaking',
    ['TYPE_KIND_CHANGED Code'],
    {
      '{ a }': 'breaking',
      '{ k }': 'safe',
    },
  ),
  pair(
    'an object becomes an interface',
    'type Query { p: P k: Int } type P { x: Int }',
    'type Query { p: P k: Int } interface P { x: Int } type Q implements P { x: Int }',
    'breaking',
    ['TYPE_KIND_CHANGED P', 'TYPE_ADDED Q', 'INTERFACE_IMPLEMENTATION_ADDED P'],
    {
      '{ p { x } }': 'breaking',
      '{ k }': 'safe',
    },
  ),
  pair(
    'an interface becomes a union',
    'type Query { p: P k: Int } interface P { x: Int } type Q implements P { x: Int }',
    'type Query { p: P k: Int } union P = Q type Q { x: Int }',
    'breaking',
    ['TYPE_KIND_CHANGED P'],
    {
      '{ p { x } }': 'breaking',
      '{ k }': 'safe',
    },
  ),
  pair('a type gets a description', 'type Query { a: Int }', '"All." type Query { a: Int }', 'safe', ['DESCRIPTION_CHANGED Query']),
  pair(
    'a scalar gets a specification',
    'type Query { a: D k: Int } scalar D',
    'type Query { a: D k: Int } scalar D @specifiedBy(url: "https://example.com/d")',
    'dangerous',
    ['SCALAR_SPECIFIED_BY_CHANGED D'],
    {
      '{ a }': 'dangerous',
      '{ k }': 'safe',
    },
  ),
  pair('mutations are added', 'type Query { a: Int }', 'type Query { a: Int } type Mutation { b: Int }', 'safe', [
    'ROOT_TYPE_ADDED Mutation',
    'TYPE_ADDED Mutation',
  ]),
  pair(
    'mutations are removed',
    'type Query { a: Int } type Mutation { b: Int }',
    'type Query { a: Int }',
    'breaking',
    ['ROOT_TYPE_REMOVED Mutation', 'TYPE_REMOVED Mutation'],
    {
      'mutation { b }': 'breaking',
      '{ a }': 'safe',
    },
  ),
  pair(
    'the query type gets another name',
    'type Query { a: Int }',
    'schema { query: Root } type Root { a: Int }',
    'breaking',
    ['ROOT_TYPE_CHANGED Query', 'TYPE_REMOVED Query', 'TYPE_ADDED Root'],
    {
      '{ ... on Query { a } }': 'breaking',
      '{ a }': 'breaking',
    },
  ),
  pair('an enum that is received gets a value', enumOut('A'), enumOut('A B'), 'dangerous', ['ENUM_VALUE_ADDED Mood.B'], {
    '{ mood }': 'dangerous',
    '{ keep }': 'safe',
  }),
  pair('an enum that is sent gets a value', enumIn('A'), enumIn('A B'), 'safe', ['ENUM_VALUE_ADDED Mood.B'], { '{ a(mood: A) }': 'safe' }),
  pair('an enum that is sent and received gets a value', enumBoth('A'), enumBoth('A B'), 'dangerous', ['ENUM_VALUE_ADDED Mood.B'], {
    '{ a }': 'dangerous',
    '{ keep }': 'safe',
  }),
  pair('an enum that is received loses a value', enumOut('A B'), enumOut('A'), 'dangerous', ['ENUM_VALUE_REMOVED Mood.B'], {
    '{ mood }': 'dangerous',
    '{ keep }': 'safe',
  }),
  pair('an enum that is sent loses a value', enumIn('A B'), enumIn('A'), 'breaking', ['ENUM_VALUE_REMOVED Mood.B'], {
    '{ a(mood: B) }': 'breaking',
    '{ a(mood: A) }': 'safe',
    'query ($m: Mood) { a(mood: $m) }': 'breaking',
  }),
  pair('an enum that is sent and received loses a value', enumBoth('A B'), enumBoth('A'), 'breaking', ['ENUM_VALUE_REMOVED Mood.B'], {
    '{ a(mood: B) }': 'breaking',
    '{ keep }': 'safe',
  }),
  pair(
    'an enum value gets another name',
    enumIn('A B'),
    enumIn('A C'),
    'breaking',
    ['ENUM_VALUE_REMOVED Mood.B', 'ENUM_VALUE_ADDED Mood.C'],
    { '{ a(mood: B) }': 'breaking', '{ a(mood: A) }': 'safe' },
  ),
  pair('an enum value is deprecated', enumOut('A B'), enumOut('A B @deprecated'), 'safe', ['DEPRECATION_ADDED Mood.B']),
  pair('an enum value gets a description', enumOut('A'), enumOut('"A." A'), 'safe', ['DESCRIPTION_CHANGED Mood.A']),
  pair('a union gets a member', union('A'), union('A | B'), 'dangerous', ['UNION_MEMBER_ADDED U'], {
    '{ u { __typename } }': 'dangerous',
    '{ keep }': 'safe',
  }),
  pair('a union loses a member', union('A | B'), union('A'), 'breaking', ['UNION_MEMBER_REMOVED U'], {
    '{ u { ... on B { x } } }': 'breaking',
    '{ keep }': 'safe',
  }),
  pair('a union changes a member', union('A | B'), union('A | C'), 'breaking', ['UNION_MEMBER_REMOVED U', 'UNION_MEMBER_ADDED U'], {
    '{ u { ... on B { x } } }': 'breaking',
    '{ keep }': 'safe',
  }),
  pair('a type implements an interface', node(''), node(' implements Node'), 'dangerous', ['INTERFACE_IMPLEMENTATION_ADDED Node'], {
    '{ n { id } }': 'dangerous',
    '{ keep }': 'safe',
  }),
  pair(
    'a type implements an interface no longer',
    node(' implements Node'),
    node(''),
    'breaking',
    ['INTERFACE_IMPLEMENTATION_REMOVED Node'],
    {
      '{ n { ... on B { x } } }': 'breaking',
      '{ keep }': 'safe',
    },
  ),
  pair(
    'a new type implements a known interface',
    'type Query { n: Node } interface Node { id: ID } type A implements Node { id: ID }',
    'type Query { n: Node } interface Node { id: ID } type A implements Node { id: ID } type B implements Node { id: ID }',
    'dangerous',
    ['TYPE_ADDED B', 'INTERFACE_IMPLEMENTATION_ADDED Node'],
    {
      '{ n { id } }': 'dangerous',
    },
  ),
  pair(
    'a known type implements a new interface',
    'type Query { a: A } type A { id: ID }',
    'type Query { a: A } interface Node { id: ID } type A implements Node { id: ID }',
    'safe',
    ['TYPE_ADDED Node', 'INTERFACE_IMPLEMENTATION_ADDED Node'],
    {
      '{ a { id } }': 'safe',
    },
  ),
  pair('a directive of operations is added', directive(''), directive('directive @d on FIELD'), 'safe', ['DIRECTIVE_ADDED @d']),
  pair('a directive of operations is removed', directive('directive @d on FIELD'), directive(''), 'breaking', ['DIRECTIVE_REMOVED @d'], {
    '{ keep @d }': 'breaking',
    '{ keep }': 'safe',
  }),
  pair('a directive of schemas is removed', directive('directive @d on OBJECT'), directive(''), 'safe', ['DIRECTIVE_REMOVED @d'], {
    '{ keep }': 'safe',
  }),
  pair('a directive gets a place', directive('directive @d on FIELD'), directive('directive @d on FIELD | QUERY'), 'safe', [
    'DIRECTIVE_LOCATION_ADDED @d',
  ]),
  pair(
    'a directive loses a place',
    directive('directive @d on FIELD | QUERY'),
    directive('directive @d on FIELD'),
    'breaking',
    ['DIRECTIVE_LOCATION_REMOVED @d'],
    { 'query @d { keep }': 'breaking', '{ keep }': 'safe' },
  ),
  pair('a directive loses a place of schemas', directive('directive @d on FIELD | OBJECT'), directive('directive @d on FIELD'), 'safe', [
    'DIRECTIVE_LOCATION_REMOVED @d',
  ]),
  pair('a directive is repeatable', directive('directive @d on FIELD'), directive('directive @d repeatable on FIELD'), 'safe', [
    'DIRECTIVE_REPEATABLE_ADDED @d',
  ]),
  pair(
    'a directive is repeatable no longer',
    directive('directive @d repeatable on FIELD'),
    directive('directive @d on FIELD'),
    'breaking',
    ['DIRECTIVE_REPEATABLE_REMOVED @d'],
    { '{ keep @d @d }': 'breaking', '{ keep }': 'safe' },
  ),
  pair(
    'a directive gets a required argument',
    directive('directive @d on FIELD'),
    directive('directive @d(x: Int!) on FIELD'),
    'breaking',
    ['REQUIRED_ARGUMENT_ADDED @d(x:)'],
    { '{ keep @d }': 'breaking', '{ keep }': 'safe' },
  ),
  pair(
    'a directive loses an argument',
    directive('directive @d(x: Int) on FIELD'),
    directive('directive @d on FIELD'),
    'breaking',
    ['ARGUMENT_REMOVED @d(x:)'],
    { '{ keep @d(x: 1) }': 'breaking', '{ keep @d }': 'safe' },
  ),
  pair(
    "a directive's argument changes its default",
    directive('directive @d(x: Int = 1) on FIELD'),
    directive('directive @d(x: Int = 2) on FIELD'),
    'dangerous',
    ['ARGUMENT_DEFAULT_CHANGED @d(x:)'],
    { '{ keep @d }': 'dangerous', '{ keep @d(x: 1) }': 'safe' },
  ),
];
