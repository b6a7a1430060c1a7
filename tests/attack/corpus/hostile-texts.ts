// Hostile before they are parsed: by their length, by their tokens, and by brackets that overflow whatever recurses.
import { type Attack, atRoot, nested, repeated } from './hostile-document.ts';

const long = (name: string, selections: string, fragments?: string) => atRoot(name, 'DOCUMENT_TOO_LARGE', selections, fragments);
const many = (name: string, selections: string, fragments?: string) => atRoot(name, 'TOO_MANY_TOKENS', selections, fragments);
const deep = (name: string, selections: string, fragments?: string) => atRoot(name, 'DOCUMENT_TOO_NESTED', selections, fragments);
const named = (name: string, selections: string, fragments?: string) => atRoot(name, 'NAME_TOO_LONG', selections, fragments);

const name = 'a'.repeat(10_000);

export const hostileTexts: readonly Attack[] = [
  long('a comment of 250 kB', `# ${'x'.repeat(250_000)}\n __typename`),
  long('commas alone', `${','.repeat(200_000)} __typename`),
  long('a string of 250 kB', `product(id: "${'x'.repeat(250_000)}") { id }`),
  long('a block string of 120,000 lines', `product(id: """${'\n'.repeat(120_000)}""") { id }`),
  long('a number of 150,000 digits', `products(first: ${'9'.repeat(150_000)}) { totalCount }`),
  many(
    'a field 15,000 times',
    repeated(15_000, () => 'id'),
  ),
  many(
    '15,000 tokens that are no syntax',
    repeated(15_000, () => '!'),
  ),
  many(
    '2,000 fragments',
    repeated(2_000, (i) => `...F${i}`),
    repeated(2_000, (i) => `fragment F${i} on Query { __typename }`),
  ),
  many('10,000 items of a list', `orders(filter: { status: [${repeated(10_000, () => 'PLACED')}] }) { totalCount }`),
  many(
    'a thousand operations',
    '__typename',
    repeated(1_000, (i) => `query Q${i} { __typename }`),
  ),
  many('a thousand directives', `__typename ${repeated(1_000, () => '@skip(if: false)')}`),
  named('a field of 10,000 characters', name),
  named('an alias of 10,000 characters', `${name}: __typename`),
  named('a fragment of 10,000 characters', `...${name}`, `fragment ${name} on Query { __typename }`),
  named('an operation of 10,000 characters', '__typename', `query ${name} { ${repeated(90, (i) => `product(id: $v${i}) { id }`)} }`),
  named('a variable of 10,000 characters', `product(id: $${name}) { id }`),
  deep('1,000 selection sets', nested(1_000, '{a', '', '}')),
  deep('20,000 selection sets that are never closed', '{a'.repeat(1_900)),
  deep('1,000 inline fragments', nested(1_000, '... {', '__typename', '}')),
  deep('1,900 lists', `product(id: ${nested(1_900, '[', '', ']')}) { id }`),
  deep('900 objects', `products(filter: ${nested(900, '{ search: ', '""', '}')}) { totalCount }`),
  deep('1,500 types of lists', '__typename', `query L($l: ${nested(1_500, '[', 'Int', ']')}) { __typename }`),
  deep('80 lists of connections', nested(80, 'edges {', '__typename', '}')),
];
