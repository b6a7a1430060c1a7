// Arguments of connections: sizes, directions, cursors.
import { describe, expect, it } from 'vitest';
import { asc, type PageArguments, type SortColumn } from './list.ts';
import { bindingOf, cursorOf, parsePage } from './page-request.ts';

const columns: SortColumn[] = [asc('name', 'text'), asc('placedAt', 'timestamptz'), asc('day', 'date'), asc('id', 'int4')];
const row = { name: 'Chai', placedAt: new Date(0), day: new Date(0), id: 1 };
const binding = bindingOf('products', 'NAME_ASC', null);
const parse = (args: PageArguments) => parsePage(args, binding, columns);
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('parsePage', () => {
  it('holds 20 unless told otherwise', () => {
    expect(parse({})).toEqual({ size: 20, backward: false, after: null, before: null });
    expect(parse({ first: 0 }).size).toBe(0);
    expect(parse({ last: 100 })).toMatchObject({ size: 100, backward: true });
  });

  it.each([{ first: 101 }, { first: -1 }, { last: 101 }, { last: -1 }, { first: 1, last: 1 }])('refuses %o', (args) => {
    expect(() => parse(args)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  it('reads back the cursor of a row', () => {
    const cursor = cursorOf(row, binding, columns);
    expect(parse({ after: cursor }).after).toEqual(['Chai', '1970-01-01T00:00:00.000Z', '1970-01-01', '1']);
    expect(parse({ before: cursor }).before).toHaveLength(4);
  });

  it('refuses the cursor of a list with another sort, filter or parent', () => {
    const other = cursorOf(row, bindingOf('products', 'NAME_ASC', { search: 'x' }), columns);
    expect(() => parse({ after: other })).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR' }));
  });

  it.each<[string, string]>([
    ['no base64', '%%%'],
    ['no list', encoded({})],
    ['too short', encoded([binding(), 'Chai'])],
    ['no text', encoded([binding(), 'Chai', '1970-01-01T00:00:00.000Z', '1970-01-01', 1])],
    ['no number', encoded([binding(), 'Chai', '1970-01-01T00:00:00.000Z', '1970-01-01', 'x'])],
    ['no instant', encoded([binding(), 'Chai', '1970-99-01T00:00:00.000Z', '1970-01-01', '1'])],
    ['no day', encoded([binding(), 'Chai', '1970-01-01T00:00:00.000Z', '1970-99-01', '1'])],
    ['a null character', encoded([binding(), 'Ch\0ai', '1970-01-01T00:00:00.000Z', '1970-01-01', '1'])],
  ])('refuses a forged cursor: %s', (_name, cursor) => {
    expect(() => parse({ after: cursor })).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR' }));
  });
});
