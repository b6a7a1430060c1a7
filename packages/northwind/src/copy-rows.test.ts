// COPY's text format.
import { expect, it } from 'vitest';
import { copyChunks } from './copy-rows.ts';

it('writes null apart from text, and escapes what separates fields and rows', () => {
  const rows = [
    [1, 'Chai', null, true, new Date('1996-07-04T00:00:00Z')],
    [2, 'a\tb\nc\rd\\e', '\\N', false, ''],
  ];
  expect([...copyChunks(rows)]).toEqual(['1\tChai\t\\N\ttrue\t1996-07-04T00:00:00.000Z\n2\ta\\tb\\nc\\rd\\\\e\t\\\\N\tfalse\t\n']);
});

it('makes rows as they are read, in chunks', () => {
  let made = 0;
  function* rows() {
    for (; made < 100_000; made += 1) yield [made, 'x'.repeat(20)];
  }
  const chunks = copyChunks(rows());
  expect(chunks.next().value?.length).toBeGreaterThan(60_000);
  expect(made).toBeLessThan(5_000);
  expect([...chunks].length).toBeGreaterThan(20);
});

it('of nothing is nothing', () => {
  expect([...copyChunks([])]).toEqual([]);
});
