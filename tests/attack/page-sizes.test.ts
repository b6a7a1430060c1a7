// How much a list may be asked for: every list of the API, with every size that is none.
import { sharedSystem } from '@tributary/test-kit';
import { beforeAll, describe, expect, it } from 'vitest';
import { reachedFields } from './api-fields.ts';

const system = sharedSystem();
let token = '';
beforeAll(async () => {
  token = await system.signIn('admin@northwind.test');
});

const lists = reachedFields().flatMap((field) =>
  field.args.filter(({ name }) => name === 'first' || name === 'last').map(({ name }) => [field.coordinate, name, field] as const),
);

/** The list, wherever in the answer it is. */
function listIn(data: unknown): readonly unknown[] | null {
  if (typeof data !== 'object' || data === null) return null;
  for (const [name, value] of Object.entries(data)) {
    const found = name === 'value' ? (value?.nodes ?? value) : listIn(Array.isArray(value) ? value[0] : value);
    if (Array.isArray(found)) return found;
  }
  return null;
}

it('there are lists of every subgraph', () => expect(lists.length).toBeGreaterThanOrEqual(20));

describe.each(lists)('%s, by its argument %s,', (_coordinate, argument, field) => {
  it.each([
    ['99999999', ['OPERATION_TOO_COSTLY', 'BAD_USER_INPUT']],
    ['2147483647', ['OPERATION_TOO_COSTLY', 'BAD_USER_INPUT']],
    ['101', ['BAD_USER_INPUT', 'OPERATION_TOO_COSTLY']],
    ['-1', ['BAD_USER_INPUT']],
    ['-2147483648', ['BAD_USER_INPUT']],
    ['2147483648', ['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']],
    ['"1"', ['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']],
    ['1.5', ['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']],
    ['[1]', ['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']],
  ])('is refused with %s, as a literal and as a variable', async (value, codes) => {
    const answers = [
      await system.ask(field.query({ [argument]: value }), { token }),
      await system.ask(field.query({ [argument]: '$size' }, '$size: Int'), { token, variables: { size: JSON.parse(value) } }),
    ];
    for (const { data, errors } of answers) {
      expect(codes).toContain(errors?.[0]?.extensions.code);
      expect(listIn(data)).toBe(null);
    }
  });

  it('is a page of the usual size with null', async () => {
    const { data, errors } = await system.ask(field.query({ [argument]: 'null' }), { token });
    expect([errors, (listIn(data)?.length ?? Number.NaN) <= 20]).toEqual([undefined, true]);
  });
});
