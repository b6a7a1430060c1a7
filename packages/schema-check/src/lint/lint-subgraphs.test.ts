// Lint.
import { describe, expect, it } from 'vitest';
import { lintSubgraphs } from './lint-subgraphs.ts';

const subgraph = (sdl: string, name = 'a') => [{ name, url: 'http://a', file: `${name}.graphql`, sdl }];
const linted = (sdl: string, base?: string) =>
  lintSubgraphs(subgraph(sdl), base === undefined ? null : subgraph(base)).map(({ code, coordinate }) => `${code} ${coordinate}`);

const fine = '"Q." type Query { "F." field("A." first: Int): [Item!] } "I." type Item { "N." name: String }';

it('finds nothing in a schema that is as it should be', () => expect(linted(fine)).toEqual([]));

describe('finds', () => {
  it.each([
    [fine.replaceAll('Item', 'item'), 'TYPE_NAME_PASCAL_CASE item'],
    [fine.replace('name:', 'full_name:'), 'FIELD_NAME_CAMEL_CASE Item.full_name'],
    [fine.replace('first:', 'First: Int "B." first:'), 'FIELD_NAME_CAMEL_CASE Query.field(First:)'],
    [`${fine} "E." enum E { "V." open } extend type Item { "E." e: E }`, 'ENUM_VALUE_UPPER_CASE E.open'],
    [fine.replace('"N."', ''), 'DESCRIPTION_MISSING Item.name'],
    [fine.replace('"N."', '" "'), 'DESCRIPTION_MISSING Item.name'],
    [fine.replace('name: String', 'name: String @deprecated'), 'DEPRECATION_REASON_MISSING Item.name'],
    [fine.replace('name: String', 'name: String @deprecated(reason: "")'), 'DEPRECATION_REASON_MISSING Item.name'],
    [fine.replace('("A." first: Int)', ''), 'LIST_NOT_PAGINATED Query.field'],
    [`${fine} "U." type Lonely { "N." name: String }`, 'TYPE_UNUSED Lonely'],
  ])('in %s', (sdl, found) => expect(linted(sdl)).toEqual([found]));
});

it('names file, line and column', () =>
  expect(lintSubgraphs(subgraph('"Q."\ntype Query {\n  field: Int\n}'), null)[0]?.source).toEqual({
    subgraph: 'a',
    file: 'a.graphql',
    line: 3,
    column: 3,
  }));

it('a list of scalars, one inside a connection, and one that clients do not see, is not open', () =>
  expect(
    linted(
      '"Q." type Query { "T." tags: [String] "H." hidden: [Item] @inaccessible "C." all: ItemConnection } "C." type ItemConnection { "N." nodes: [Item] } "I." type Item { "N." n: Int }',
    ),
  ).toEqual([]));

it('a type that another subgraph uses or describes is used and described', () => {
  const other = subgraph('"Q." type Query { "I." item: Item }', 'b');
  expect(lintSubgraphs([...subgraph('type Item @key(fields: "id") { "N." id: ID }'), ...other], null).map(({ code }) => code)).toEqual([
    'DESCRIPTION_MISSING',
  ]);
  expect(lintSubgraphs([...subgraph('"I." type Item { "N." id: ID }'), ...other], null)).toEqual([]);
});

describe('with a base', () => {
  const old = '"Q." type Query { bad_name: Int worse_name: Int }';
  it('what is old and untouched is left alone', () => expect(linted(old, old)).toEqual([]));
  it('what moves is not touched', () => expect(linted('"Q." type Query { worse_name: Int\n\n bad_name: Int }', old)).toEqual([]));
  it('what is new or changed is judged', () =>
    expect(linted(old.replace('bad_name: Int', '"B." bad_name: String'), old)).toEqual(['FIELD_NAME_CAMEL_CASE Query.bad_name']));
});
