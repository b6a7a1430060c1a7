// Fields of objects and interfaces.
import { framed, type Pair } from './pair.ts';

const pair = framed('scalar Date enum Mood { GLAD SAD } type Other { id: ID }');
const onObject = (fields: string) => `type Query { keep: Int item: Item } type Item { id: ID ${fields} }`;
const onInterface = (fields: string) =>
  `type Query { keep: Int item: Node } interface Node { id: ID ${fields} } type Item implements Node { id: ID ${fields} }`;

const typeChange = (from: string, to: string, selections = ''): Pair[] => {
  const [before, after] = [onObject(`x: ${from}`), onObject(`x: ${to}`)];
  const usage = { [`{ item { x${selections} } }`]: 'breaking', '{ item { id } }': 'safe' } as const;
  return [pair(`an object's field from ${from} to ${to}`, before, after, 'breaking', ['FIELD_TYPE_CHANGED Item.x'], usage)];
};

const nullabilityChange = (from: string, to: string): Pair =>
  pair(
    `an object's field from ${from} to ${to}`,
    onObject(`x: ${from}`),
    onObject(`x: ${to}`),
    'dangerous',
    ['FIELD_BECAME_NON_NULL Item.x'],
    {
      '{ item { x } }': 'dangerous',
      '{ keep }': 'safe',
    },
  );

const loosening = (from: string, to: string): Pair =>
  pair(
    `an object's field from ${from} to ${to}`,
    onObject(`x: ${from}`),
    onObject(`x: ${to}`),
    'breaking',
    ['FIELD_BECAME_NULLABLE Item.x'],
    {
      '{ item { x } }': 'breaking',
      '{ keep }': 'safe',
    },
  );

export const fieldPairs: readonly Pair[] = [
  pair('an object gets a field', onObject(''), onObject('x: Int'), 'safe', ['FIELD_ADDED Item.x'], { '{ item { id } }': 'safe' }),
  pair('an object gets a non-null field', onObject(''), onObject('x: Int!'), 'safe', ['FIELD_ADDED Item.x']),
  pair('an object loses a field', onObject('x: Int'), onObject(''), 'breaking', ['FIELD_REMOVED Item.x'], {
    '{ item { x } }': 'breaking',
    '{ item { id } }': 'safe',
    'query { ...F } fragment F on Query { item { x } }': 'breaking',
  }),
  pair(
    'an object loses a deprecated field',
    onObject('x: Int @deprecated(reason: "Use id.")'),
    onObject(''),
    'breaking',
    ['FIELD_REMOVED Item.x'],
    {
      '{ item { x } }': 'breaking',
      '{ item { id } }': 'safe',
    },
  ),
  pair('a field gets another name', onObject('x: Int'), onObject('y: Int'), 'breaking', ['FIELD_REMOVED Item.x', 'FIELD_ADDED Item.y'], {
    '{ item { x } }': 'breaking',
    '{ item { id } }': 'safe',
  }),
  pair('the query loses a root field', 'type Query { a: Int b: Int }', 'type Query { a: Int }', 'breaking', ['FIELD_REMOVED Query.b'], {
    '{ a b }': 'breaking',
    '{ a }': 'safe',
  }),
  pair('the fields change their order', onObject('x: Int y: Int'), onObject('y: Int x: Int'), 'safe', []),
  ...typeChange('Int', 'Float'),
  ...typeChange('Int', 'String'),
  ...typeChange('String', 'ID'),
  ...typeChange('String', 'Date'),
  ...typeChange('String', 'Mood'),
  ...typeChange('Mood', 'String'),
  ...typeChange('Int', '[Int]'),
  ...typeChange('[Int]', 'Int'),
  ...typeChange('[Int]', '[[Int]]'),
  ...typeChange('Int!', '[Int!]!'),
  ...typeChange('Int', 'String!'),
  ...typeChange('Item', 'Other', ' { id }'),
  ...typeChange('[Item!]!', '[Other!]!', ' { id }'),
  pair('a field gives an object instead of a scalar', onObject('x: Int'), onObject('x: Other'), 'breaking', ['FIELD_TYPE_CHANGED Item.x'], {
    '{ item { x } }': 'breaking',
  }),
  pair('a field gives a scalar instead of an object', onObject('x: Other'), onObject('x: Int'), 'breaking', ['FIELD_TYPE_CHANGED Item.x'], {
    '{ item { x { id } } }': 'breaking',
  }),
  nullabilityChange('Int', 'Int!'),
  nullabilityChange('[Int]', '[Int!]'),
  nullabilityChange('[Int]', '[Int]!'),
  nullabilityChange('[Int]', '[Int!]!'),
  nullabilityChange('Date', 'Date!'),
  nullabilityChange('[[Int]]', '[[Int!]]'),
  loosening('Int!', 'Int'),
  loosening('[Int!]', '[Int]'),
  loosening('[Int]!', '[Int]'),
  loosening('[Int!]', '[Int]!'),
  loosening('Date!', 'Date'),
  pair(
    'a field becomes non-null beside a nullable one of its name',
    'union U = A | B type Query { u: U } type A { x: Int } type B { x: Int }',
    'union U = A | B type Query { u: U } type A { x: Int! } type B { x: Int }',
    'dangerous',
    ['FIELD_BECAME_NON_NULL A.x'],
    { '{ u { ... on A { x } ... on B { x } } }': 'breaking', '{ u { ... on A { x } } }': 'dangerous', '{ u { ... on B { x } } }': 'safe' },
  ),
  pair('an interface gets a field', onInterface(''), onInterface('x: Int'), 'safe', ['FIELD_ADDED Node.x', 'FIELD_ADDED Item.x'], {
    '{ item { id } }': 'safe',
  }),
  pair('an interface loses a field', onInterface('x: Int'), onInterface(''), 'breaking', ['FIELD_REMOVED Node.x', 'FIELD_REMOVED Item.x'], {
    '{ item { x } }': 'breaking',
    '{ item { ... on Item { x } } }': 'breaking',
    '{ item { id } }': 'safe',
  }),
  pair(
    'an interface loses a field that its implementation keeps',
    'type Query { item: Node } interface Node { id: ID x: Int } type Item implements Node { id: ID x: Int }',
    'type Query { item: Node } interface Node { id: ID } type Item implements Node { id: ID x: Int }',
    'breaking',
    ['FIELD_REMOVED Node.x'],
    { '{ item { x } }': 'breaking', '{ item { ... on Item { x } } }': 'safe' },
  ),
  pair(
    'an implementation alone becomes non-null',
    'type Query { item: Node } interface Node { x: Int } type Item implements Node { x: Int }',
    'type Query { item: Node } interface Node { x: Int } type Item implements Node { x: Int! }',
    'dangerous',
    ['FIELD_BECAME_NON_NULL Item.x'],
    { '{ item { x } }': 'dangerous', '{ item { __typename } }': 'safe' },
  ),
  pair(
    "an interface's field changes its type",
    onInterface('x: Int'),
    onInterface('x: String'),
    'breaking',
    ['FIELD_TYPE_CHANGED Node.x', 'FIELD_TYPE_CHANGED Item.x'],
    {
      '{ item { x } }': 'breaking',
      '{ keep }': 'safe',
    },
  ),
  pair(
    'a field gives the implementation instead of the interface',
    'type Query { x: Node } interface Node { id: ID } type A implements Node { id: ID } type B implements Node { id: ID }',
    'type Query { x: A } interface Node { id: ID } type A implements Node { id: ID } type B implements Node { id: ID }',
    'breaking',
    ['FIELD_TYPE_CHANGED Query.x'],
    {
      '{ x { ... on B { id } } }': 'breaking',
    },
  ),
  pair('a field gets a description', onObject('x: Int'), onObject('"X." x: Int'), 'safe', ['DESCRIPTION_CHANGED Item.x']),
  pair('a field loses its description', onObject('"X." x: Int'), onObject('x: Int'), 'safe', ['DESCRIPTION_CHANGED Item.x']),
  pair('a field is deprecated', onObject('x: Int'), onObject('x: Int @deprecated'), 'safe', ['DEPRECATION_ADDED Item.x'], {
    '{ item { x } }': 'safe',
  }),
  pair('a field is deprecated no longer', onObject('x: Int @deprecated'), onObject('x: Int'), 'safe', ['DEPRECATION_REMOVED Item.x']),
  pair('a field is deprecated for another reason', onObject('x: Int @deprecated'), onObject('x: Int @deprecated(reason: "R.")'), 'safe', [
    'DEPRECATION_REASON_CHANGED Item.x',
  ]),
];
