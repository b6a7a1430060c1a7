// Arguments and input fields: the same changes in both places, and what only one of them has.
import { framed, type Pair, type Verdict } from './pair.ts';

const pair = framed('enum Mood { GLAD SAD } type Other { id: ID }');
const onField = (argument: string) => `type Query { keep: Int a${argument === '' ? '' : `(${argument})`}: Int }`;
const onInput = (field: string) => `type Query { keep: Int a(in: In): Int } input In { k: Int ${field} }`;

/** As `[from, to, verdict, change codes after ARGUMENT_ or INPUT_FIELD_, value of x -> verdict]`; the value '' stands for "omitted". */
type InputCase = readonly [string, string, Verdict, readonly string[], Readonly<Record<string, Verdict>>];

const cases: readonly InputCase[] = [
  ['x: Int', '', 'breaking', ['REMOVED'], { '1': 'breaking', null: 'breaking', '': 'safe' }],
  ['x: Int = 1', '', 'breaking', ['REMOVED', 'DEFAULT_REMOVED'], { '1': 'breaking', '': 'dangerous' }],
  ['x: Int', 'x: String', 'breaking', ['TYPE_CHANGED'], { '1': 'breaking', '': 'safe' }],
  ['x: Int', 'x: Float', 'breaking', ['TYPE_CHANGED'], { '': 'safe' }],
  ['x: Int', 'x: [Int]', 'breaking', ['TYPE_CHANGED'], { '': 'safe' }],
  ['x: [Int]', 'x: Int', 'breaking', ['TYPE_CHANGED'], { '[1]': 'breaking', '': 'safe' }],
  ['x: [Int]', 'x: [Int!]', 'breaking', ['TYPE_CHANGED'], { '[null]': 'breaking', '': 'safe' }],
  ['x: String', 'x: Mood', 'breaking', ['TYPE_CHANGED'], { '"GLAD"': 'breaking', '': 'safe' }],
  ['x: Int', 'x: Int!', 'breaking', ['BECAME_REQUIRED'], { '1': 'safe', null: 'breaking', '': 'breaking' }],
  ['x: [Int]', 'x: [Int]!', 'breaking', ['BECAME_REQUIRED'], { '[1]': 'safe', '': 'breaking' }],
  ['x: Int', 'x: String!', 'breaking', ['TYPE_CHANGED', 'BECAME_REQUIRED'], { '1': 'breaking', '': 'breaking' }],
  ['x: Int! = 1', 'x: Int!', 'breaking', ['BECAME_REQUIRED'], { '1': 'safe', '': 'breaking' }],
  ['x: Int = 1', 'x: Int! = 1', 'breaking', ['REFUSES_NULL'], { '1': 'safe', null: 'breaking', '': 'safe' }],
  ['x: Int', 'x: Int! = 1', 'breaking', ['REFUSES_NULL', 'DEFAULT_ADDED'], { '1': 'safe', null: 'breaking', '': 'dangerous' }],
  ['x: Int!', 'x: Int', 'safe', ['TYPE_WIDENED'], { '1': 'safe' }],
  ['x: [Int!]!', 'x: [Int!]', 'safe', ['TYPE_WIDENED'], { '[1]': 'safe' }],
  ['x: [Int!]', 'x: [Int]', 'safe', ['TYPE_WIDENED'], { '[1]': 'safe' }],
  ['x: Int! = 1', 'x: Int = 1', 'safe', ['TYPE_WIDENED'], { '': 'safe' }],
  ['x: Int', 'x: Int = 1', 'dangerous', ['DEFAULT_ADDED'], { '1': 'safe', null: 'safe', '': 'dangerous' }],
  ['x: Int!', 'x: Int! = 1', 'safe', ['DEFAULT_ADDED'], { '1': 'safe' }],
  ['x: Int = 1', 'x: Int = 2', 'dangerous', ['DEFAULT_CHANGED'], { '1': 'safe', '': 'dangerous' }],
  ['x: Int = 1', 'x: Int = null', 'dangerous', ['DEFAULT_CHANGED'], { '1': 'safe', '': 'dangerous' }],
  ['x: [Int] = [1]', 'x: [Int] = [1, 2]', 'dangerous', ['DEFAULT_CHANGED'], { '[1]': 'safe', '': 'dangerous' }],
  ['x: Mood = GLAD', 'x: Mood = SAD', 'dangerous', ['DEFAULT_CHANGED'], { GLAD: 'safe', '': 'dangerous' }],
  ['x: Int = 1', 'x: Int', 'dangerous', ['DEFAULT_REMOVED'], { '1': 'safe', '': 'dangerous' }],
  ['x: Int', '"X." x: Int', 'safe', ['DESCRIPTION_CHANGED'], {}],
  ['x: Int', 'x: Int @deprecated', 'safe', ['DEPRECATION_ADDED'], { '1': 'safe' }],
  ['x: Int @deprecated', 'x: Int', 'safe', ['DEPRECATION_REMOVED'], {}],
];

const isShared = (code: string): boolean => code.startsWith('DE') && !code.startsWith('DEFAULT');

function pairsOf([from, to, verdict, codes, values]: InputCase): readonly Pair[] {
  const changes = (prefix: string, coordinate: string) =>
    codes.map((code) => `${isShared(code) ? '' : prefix}${code} ${coordinate}`) as unknown as Pair['changes']; // The cases spell the rest of a code.
  const usage = (write: (value: string) => string): Pair['withUsage'] => ({
    ...Object.fromEntries(Object.entries(values).map(([value, expected]) => [write(value === '' ? '' : `x: ${value}`), expected])),
    '{ keep }': 'safe',
  });
  const name = `from "${from}" to "${to}"`;
  return [
    pair(
      `an argument ${name}`,
      onField(from),
      onField(to),
      verdict,
      changes('ARGUMENT_', 'Query.a(x:)'),
      usage((given) => (given === '' ? '{ a }' : `{ a(${given}) }`)),
    ),
    pair(
      `an input field ${name}`,
      onInput(from),
      onInput(to),
      verdict,
      changes('INPUT_FIELD_', 'In.x'),
      usage((given) => `{ a(in: { ${given} }) }`),
    ),
  ];
}

export const inputPairs: readonly Pair[] = [
  ...cases.flatMap(pairsOf),
  pair('an argument is added', onField(''), onField('x: Int'), 'safe', ['ARGUMENT_ADDED Query.a(x:)'], { '{ a }': 'safe' }),
  pair('an argument with a default is added', onField(''), onField('x: Int! = 1'), 'safe', ['ARGUMENT_ADDED Query.a(x:)'], {
    '{ a }': 'safe',
  }),
  pair('a required argument is added', onField(''), onField('x: Int!'), 'breaking', ['REQUIRED_ARGUMENT_ADDED Query.a(x:)'], {
    '{ a }': 'breaking',
    '{ keep }': 'safe',
  }),
  pair('an input field is added', onInput(''), onInput('x: Int'), 'safe', ['INPUT_FIELD_ADDED In.x'], { '{ a(in: {}) }': 'safe' }),
  pair('an input field with a default is added', onInput(''), onInput('x: Int! = 1'), 'safe', ['INPUT_FIELD_ADDED In.x'], {
    '{ a(in: {}) }': 'safe',
  }),
  pair('a required input field is added', onInput(''), onInput('x: Int!'), 'breaking', ['REQUIRED_INPUT_FIELD_ADDED In.x'], {
    '{ a(in: {}) }': 'breaking',
    '{ a }': 'safe',
    'query ($in: In!) { a(in: $in) }': 'breaking',
    'query ($in: In) { a(in: $in) }': 'breaking',
  }),
  pair(
    'an argument that a nullable variable gives becomes required',
    onField('x: Int'),
    onField('x: Int!'),
    'breaking',
    ['ARGUMENT_BECAME_REQUIRED Query.a(x:)'],
    {
      'query ($x: Int) { a(x: $x) }': 'breaking',
      'query ($x: Int!) { a(x: $x) }': 'safe',
    },
  ),
  pair(
    'a default of what a variable may leave out changes',
    onField('x: Int = 1'),
    onField('x: Int = 2'),
    'dangerous',
    ['ARGUMENT_DEFAULT_CHANGED Query.a(x:)'],
    {
      'query ($x: Int) { a(x: $x) }': 'dangerous',
      'query ($x: Int!) { a(x: $x) }': 'safe',
      'query ($x: Int = 5) { a(x: $x) }': 'safe',
    },
  ),
  pair('an input field that only variables can give is removed', onInput('x: Int'), onInput(''), 'breaking', ['INPUT_FIELD_REMOVED In.x'], {
    'query ($in: In) { a(in: $in) }': 'breaking',
    'query ($k: Int) { a(in: { k: $k }) }': 'safe',
  }),
  pair(
    'the same default in another order',
    'type Query { a(in: In = { x: 1, y: 2 }): Int } input In { x: Int y: Int }',
    'type Query { a(in: In = { y: 2, x: 1 }): Int } input In { x: Int y: Int }',
    'safe',
    [],
  ),
  pair(
    'a default within a default changes',
    'type Query { a(in: In = {}): Int } input In { x: Int = 1 }',
    'type Query { a(in: In = {}): Int } input In { x: Int = 2 }',
    'dangerous',
    ['INPUT_FIELD_DEFAULT_CHANGED In.x', 'ARGUMENT_DEFAULT_CHANGED Query.a(in:)'],
    {
      '{ a }': 'dangerous',
      '{ a(in: {}) }': 'dangerous',
      '{ a(in: { x: 1 }) }': 'safe',
    },
  ),
  pair(
    'an input object becomes @oneOf',
    'type Query { a(in: In): Int } input In { x: Int y: Int }',
    'type Query { a(in: In): Int } input In @oneOf { x: Int y: Int }',
    'breaking',
    ['ONE_OF_ADDED In'],
    {
      '{ a(in: { x: 1, y: 2 }) }': 'breaking',
      '{ a }': 'safe',
    },
  ),
  pair(
    'an input object is @oneOf no longer',
    'type Query { a(in: In): Int } input In @oneOf { x: Int y: Int }',
    'type Query { a(in: In): Int } input In { x: Int y: Int }',
    'safe',
    ['ONE_OF_REMOVED In'],
    {
      '{ a(in: { x: 1 }) }': 'safe',
    },
  ),
];
