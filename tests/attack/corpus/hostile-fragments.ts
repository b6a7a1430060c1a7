// Hostile by fragments that double, go in circles or overlap, and by directives.
import { type Attack, atRoot, nested, repeated } from './hostile-document.ts';

const expanding = (name: string, selections: string, fragments?: string) => atRoot(name, 'TOO_MANY_SELECTIONS', selections, fragments);
const cyclic = (name: string, selections: string, fragments?: string) => atRoot(name, 'FRAGMENT_CYCLE', selections, fragments);
const repeating = (name: string, selections: string, fragments?: string) => atRoot(name, 'FIELD_REPEATED_TOO_OFTEN', selections, fragments);
const overlapping = (name: string, selections: string, fragments?: string) =>
  atRoot(name, 'SELECTIONS_OVERLAP_TOO_MUCH', selections, fragments);
const directed = (name: string, selections: string, fragments?: string) => atRoot(name, 'TOO_MANY_DIRECTIVES', selections, fragments);
const crowded = (name: string, selections: string, fragments?: string) =>
  atRoot(name, 'TOO_MANY_DIRECTIVES_AT_ONE_PLACE', selections, fragments);

/** `levels` fragments on products, each of which spreads the next `spreads` times. */
const fan = (levels: number, spreads: number) =>
  repeated(levels, (i) => `fragment F${i} on Product { ${repeated(spreads, () => `...F${i + 1}`)} }`) +
  ` fragment F${levels} on Product { id }`;
const product = (selections: string) => `product(id: 1) { ${selections} }`;
const circle = (length: number) => repeated(length, (i) => `fragment C${i} on Product { id ...C${(i + 1) % length} }`);

const expansions: readonly Attack[] = [
  expanding('12 fragments that double', product('...F0'), fan(12, 2)),
  expanding('22 fragments that double', product('...F0'), fan(22, 2)),
  expanding('60 fragments that double', product('...F0'), fan(60, 2)),
  expanding('five fragments that grow fivefold', product('...F0'), fan(5, 5)),
  expanding('two fragments that grow fortyfold', product('...F0'), fan(2, 40)),
  expanding('doubling fragments that nobody uses', '__typename', fan(20, 2)),
  expanding(
    'doubling within inline fragments',
    product('...F0'),
    repeated(9, (i) => `fragment F${i} on Product { ... { ...F${i + 1} } ... on Product { ...F${i + 1} } }`) +
      ' fragment F9 on Product { id name }',
  ),
  expanding('a thousand repeats of one field', product(repeated(1_000, () => 'name'))),
  expanding('2,000 repeats of one field, in few bytes', product(repeated(2_000, () => 'id'))),
  expanding('40 inline fragments of 40 fields', product(repeated(40, () => `... { ${repeated(40, () => 'name')} }`))),
  expanding(
    '100 operations that share a fragment',
    '__typename',
    `${repeated(100, (i) => `query Q${i} { product(id: 1) { ...F } }`)} fragment F on Product { ${repeated(20, () => 'id')} }`,
  ),
];

const cycles: readonly Attack[] = [
  cyclic('a fragment that spreads itself', '...Attack'),
  cyclic(
    'a fragment that spreads itself below a field',
    product('...P'),
    'fragment P on Product { category { products { nodes { ...P } } } }',
  ),
  cyclic(
    'a fragment that spreads itself in an inline fragment',
    product('...P'),
    'fragment P on Product { ... { ... on Product { ...P } } }',
  ),
  cyclic('two fragments in a circle', product('...C0'), circle(2)),
  cyclic('50 fragments in a circle', product('...C0'), circle(50)),
  cyclic('400 fragments in a circle', product('...C0'), circle(400)),
  cyclic('a circle that nobody uses', '__typename', circle(3)),
  cyclic('doubling fragments with a circle at their end', product('...F0'), `${fan(20, 2)} fragment F20 on Product { ...F0 }`),
  cyclic(
    'all of 30 fragments in all',
    product('...G0'),
    repeated(30, (i) => `fragment G${i} on Product { id ${repeated(30, (j) => `...G${j}`)} }`),
  ),
];

const overlaps: readonly Attack[] = [
  repeating('900 repeats of one field', product(repeated(900, () => 'name'))),
  repeating('101 repeats of one response name', product(`n: id ${repeated(101, () => 'name')}`)),
  repeating('repeats in 110 inline fragments', product(repeated(110, () => '... on Product { category { name } }'))),
  repeating('repeats that only meet two levels below', product(repeated(11, () => `category { ${repeated(11, () => 'name')} }`))),
  repeating('repeats by a fragment that is spread 120 times', product(repeated(120, () => '...R')), 'fragment R on Product { name }'),
  repeating(
    'repeats by 110 fragments',
    product(repeated(110, (i) => `...R${i}`)),
    repeated(110, (i) => `fragment R${i} on Product { name }`),
  ),
  overlapping(
    '90 fragments of nine fields',
    product(repeated(90, (i) => `...O${i}`)),
    repeated(
      90,
      (i) => `fragment O${i} on Product { id name version discontinued updatedAt quantityPerUnit availability unitsSold __typename }`,
    ),
  ),
  overlapping(
    '95 categories of nine fragments',
    product(repeated(95, () => `category { ${repeated(4, (i) => `...O${i}`)} }`)),
    repeated(4, (i) => `fragment O${i} on Category { ${['id', 'name', 'description', '__typename'][i]} }`),
  ),
];

const directives: readonly Attack[] = [
  directed(
    'doubling under conditions',
    product('...F0'),
    `${repeated(6, (i) => `fragment F${i} on Product { ${repeated(2, () => `...F${i + 1} @include(if: true)`)} }`)} fragment F6 on Product { id }`,
  ),
  crowded('ten unknown directives on one field', `__typename ${repeated(10, () => '@aa')}`),
  directed('900 unknown directives on one field', `__typename ${repeated(900, () => '@aa')}`),
  crowded('six conditions on one field', `__typename ${repeated(6, () => '@skip(if: false)')}`),
  crowded('ten directives on an inline fragment', `... ${repeated(10, () => '@include(if: true)')} { __typename }`),
  crowded('ten directives on a variable', '__typename', `query V($v: ID ${repeated(10, () => '@aa')}) { product(id: $v) { id } }`),
  {
    name: 'ten directives on an operation',
    code: 'TOO_MANY_DIRECTIVES_AT_ONE_PLACE',
    operation: `query ${repeated(10, () => '@aa')} { ...Attack }`,
    fragments: 'fragment Attack on Query { __typename }',
  },
  {
    name: 'ten directives on a fragment',
    code: 'TOO_MANY_DIRECTIVES_AT_ONE_PLACE',
    operation: 'query { ...Attack }',
    fragments: `fragment Attack on Query ${repeated(10, () => '@aa')} { __typename }`,
  },
  directed('51 fields with a condition', product(repeated(51, (i) => `${['id', 'name', 'version'][i % 3]} @skip(if: false)`))),
  directed(
    'ten conditions, spread six times',
    repeated(6, (i) => `p${i}: product(id: ${i}) { ...Ten }`),
    `fragment Ten on Product { ${repeated(10, () => 'id @skip(if: false)')} }`,
  ),
  directed('conditions on 51 spreads', product(repeated(51, () => '...Id @include(if: true)')), 'fragment Id on Product { id }'),
];

const inputs: readonly Attack[] = [
  atRoot('a list of 11 levels', 'INPUT_TOO_DEEP', `product(id: ${nested(11, '[', '1', ']')}) { id }`),
  atRoot('an object of 11 levels', 'INPUT_TOO_DEEP', `products(filter: ${nested(11, '{ search: ', '"a"', '}')}) { totalCount }`),
  atRoot('lists and objects in turn', 'INPUT_TOO_DEEP', `products(filter: ${nested(6, '[{ search: ', '"a"', '}]')}) { totalCount }`),
  atRoot('a deep argument of a directive', 'INPUT_TOO_DEEP', `__typename @skip(if: ${nested(20, '[', 'true', ']')})`),
  atRoot(
    'a deep default of a variable',
    'INPUT_TOO_DEEP',
    '__typename',
    `query V($v: ID = ${nested(20, '[', '1', ']')}) { product(id: $v) { id } }`,
  ),
  atRoot('a list of 501 items', 'INPUT_LIST_TOO_LONG', `orders(filter: { status: [${repeated(501, () => 'PLACED')}] }) { totalCount }`),
  atRoot(
    'a list of 501 items as a default',
    'INPUT_LIST_TOO_LONG',
    '__typename',
    `query V($v: [OrderStatus!] = [${repeated(501, () => 'PLACED')}]) { orders(filter: { status: $v }) { totalCount } }`,
  ),
  atRoot(
    'a list of 400 items, spread 15 times',
    'INPUT_TOO_LARGE',
    repeated(15, (i) => `c${i}: customer(id: "${i}") { ...Big }`),
    `fragment Big on Customer { orders(filter: { status: [${repeated(400, () => 'PLACED')}] }) { totalCount } }`,
  ),
  atRoot(
    'lists that double with every fragment',
    'INPUT_TOO_LARGE',
    'customer(id: 1) { ...I0 }',
    repeated(5, (i) => `fragment I${i} on Customer { ...I${i + 1} ...I${i + 1} }`) +
      ` fragment I5 on Customer { orders(filter: { status: [${repeated(200, () => 'PLACED')}] }) { totalCount } }`,
  ),
];

export const hostileFragments: readonly Attack[] = [...expansions, ...cycles, ...overlaps, ...directives, ...inputs];
