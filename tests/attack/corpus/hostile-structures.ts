// Hostile by what they select: too deep, too often, under too many names.
import { type Attack, atRoot, nested, repeated } from './hostile-document.ts';

const deep = (name: string, selections: string, fragments?: string) => atRoot(name, 'OPERATION_TOO_DEEP', selections, fragments);
const introspective = (name: string, code: string, selections: string, fragments?: string) =>
  atRoot(name, `INTROSPECTION_TOO_${code}`, selections, fragments);
const rooted = (name: string, selections: string, fragments?: string) => atRoot(name, 'TOO_MANY_ROOT_FIELDS', selections, fragments);
const renamed = (name: string, selections: string, fragments?: string) => atRoot(name, 'TOO_MANY_ALIASES', selections, fragments);

/** Products of categories of products, three levels a round. */
const circle = (rounds: number, inner: string) =>
  `products { nodes { ${nested(rounds, 'category { products { nodes {', inner, '} } }')} } }`;

/** One level a fragment. */
const ladder = (levels: number, name: string) =>
  repeated(levels, (i) => `fragment ${name}${i} on Category { products { nodes { category { id ...${name}${i + 1} } } } }`) +
  ` fragment ${name}${levels} on Category { id }`;

const login = (i: number) => `a${i}: signIn(input: { email: "a@b.test", password: "${i}" }) { tokens { accessToken } }`;

const depths: readonly Attack[] = [
  deep('products of categories, five times', circle(5, 'id')),
  deep('the same within inline fragments', circle(5, '... on Product { ... { id } }')),
  deep('the same through edges', `products { ${nested(4, 'edges { node { category { products {', 'totalCount', '} } } }')} }`),
  deep('fragments that are one level each', 'category(id: 1) { ...L0 }', ladder(8, 'L')),
  deep(
    'a fragment that is shallow before it is deep',
    `category(id: 1) { ...S } ${circle(4, 'category { ...S }')}`,
    'fragment S on Category { products { nodes { id } } }',
  ),
  deep(
    'a fragment that is deep before it is shallow',
    `${circle(4, 'category { ...S }')} category(id: 1) { ...S }`,
    'fragment S on Category { products { nodes { id } } }',
  ),
  deep('managers of managers', `me { employee { ${nested(12, 'reportsTo {', 'id', '}')} } }`),
  deep('a depth that only an unused fragment has', '__typename', `fragment Unused on Query { ${circle(5, 'id')} }`),
  {
    ...atRoot(
      'edges through fragments',
      'DOCUMENT_TOO_NESTED',
      '...E0',
      repeated(8, (i) => `fragment E${i} on Query { ${nested(10, 'edges {', `...E${i + 1}`, '}')} }`) +
        ' fragment E8 on Query { __typename }',
    ),
  },
];

const introspections: readonly Attack[] = [
  introspective(
    'types of types, 20 times',
    'DEEP',
    `__type(name: "Product") { fields { type { ${nested(20, 'ofType {', 'name', '}')} } } }`,
  ),
  introspective('circular introspection, eight rounds', 'DEEP', `__schema { types { ${nested(8, 'fields { type {', 'name', '} }')} } }`),
  introspective('circular introspection, six rounds', 'LARGE', `__schema { types { ${nested(6, 'fields { type {', 'name', '} }')} } }`),
  introspective('circular introspection, three rounds', 'LARGE', `__schema { types { ${nested(3, 'fields { type {', 'name', '} }')} } }`),
  introspective(
    'circular introspection by fragments',
    'LARGE',
    '__schema { types { ...T0 } }',
    `${repeated(5, (i) => `fragment T${i} on __Type { fields { type { name ...T${i + 1} } } }`)} fragment T5 on __Type { name }`,
  ),
  introspective(
    'deep introspection by fragments',
    'DEEP',
    '__schema { types { ...T0 } }',
    `${repeated(15, (i) => `fragment T${i} on __Type { ofType { name ...T${i + 1} } }`)} fragment T15 on __Type { name }`,
  ),
  introspective(
    'the fields of all types under 20 names',
    'LARGE',
    `__schema { types { ${repeated(20, (i) => `f${i}: fields { args { name type { name ofType { name } } } type { name } }`)} } }`,
  ),
  introspective(
    'the schema under 18 names',
    'LARGE',
    repeated(18, (i) => `s${i}: __schema { types { fields { name args { name type { name ofType { name } } } } } }`),
  ),
];

const roots: readonly Attack[] = [
  rooted(
    '101 aliases of __typename',
    repeated(101, (i) => `alias${i}: __typename`),
  ),
  rooted(
    '21 root fields without aliases',
    repeated(21, (i) => `product(id: ${i}) { id }`),
  ),
  rooted(
    'five fragments of five root fields',
    repeated(5, () => '...Five'),
    `fragment Five on Query { ${repeated(5, (i) => `p${i}: product(id: ${i}) { id }`)} }`,
  ),
  rooted(
    'root fields within inline fragments',
    repeated(30, (i) => `... { ... on Query { p${i}: product(id: ${i}) { id } } }`),
  ),
  rooted(
    'the schema under 30 names',
    repeated(30, (i) => `s${i}: __schema { queryType { name } }`),
  ),
  {
    name: '100 attempts to sign in',
    code: 'TOO_MANY_ROOT_FIELDS',
    operation: 'mutation { ...Attack }',
    fragments: `fragment Attack on Mutation { ${repeated(100, login)} }`,
  },
  {
    name: '32 attempts to sign in by doubling',
    code: 'TOO_MANY_ROOT_FIELDS',
    operation: 'mutation { ...D0 }',
    fragments: `${repeated(5, (i) => `fragment D${i} on Mutation { ...D${i + 1} ...D${i + 1} }`)} fragment D5 on Mutation { ${login(0)} }`,
  },
];

const aliases: readonly Attack[] = [
  renamed('51 names of one field', `product(id: 1) { ${repeated(51, (i) => `a${i}: name`)} }`),
  renamed('51 lists of reviews', `products { nodes { ${repeated(51, (i) => `a${i}: reviews(first: 100) { totalCount }`)} } }`),
  renamed(
    'ten names, spread six times',
    repeated(6, (i) => `product${i}: product(id: ${i}) { ...Ten }`),
    `fragment Ten on Product { ${repeated(10, (i) => `a${i}: name`)} }`,
  ),
  renamed(
    'a name that doubles with every fragment',
    'product(id: 1) { ...A0 }',
    `${repeated(6, (i) => `fragment A${i} on Product { ...A${i + 1} ...A${i + 1} }`)} fragment A6 on Product { a: name }`,
  ),
];

export const hostileStructures: readonly Attack[] = [...depths, ...introspections, ...roots, ...aliases];
