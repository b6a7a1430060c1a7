// The bound of a cache, and what goes first.
import { expect, it } from 'vitest';
import { createBoundedCache } from './bounded-cache.ts';

it('keeps what fits, and drops what was used longest ago', () => {
  const cache = createBoundedCache<number>(30);
  for (const [index, key] of ['a', 'b', 'c'].entries()) cache.set(key, index, 10);
  expect(cache.get('a')).toBe(0);
  cache.set('d', 3, 10);
  expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([0, undefined, 2, 3]);
  cache.set('e', 4, 25);
  expect([cache.get('e'), cache.size, cache.bytes]).toEqual([4, 1, 25]);
});

it('counts an entry that is replaced once', () => {
  const cache = createBoundedCache<string>(30);
  for (const value of ['one', 'two', 'three', 'four']) cache.set('a', value, 20);
  expect([cache.get('a'), cache.size, cache.bytes]).toEqual(['four', 1, 20]);
});

it('does not keep what is larger than itself, nor what that would have replaced', () => {
  const cache = createBoundedCache<string>(30);
  cache.set('a', 'small', 10);
  cache.set('b', 'small', 10);
  cache.set('a', 'large', 31);
  expect([cache.get('a'), cache.get('b'), cache.bytes]).toEqual([undefined, 'small', 10]);
});

it('stays within its bound, however many come', () => {
  const cache = createBoundedCache<number>(1_000);
  for (let index = 0; index < 100_000; index += 1) cache.set(`key ${index}`, index, 1 + (index % 50));
  expect(cache.bytes).toBeLessThanOrEqual(1_000);
  expect(cache.get('key 99999')).toBe(99_999);
});
