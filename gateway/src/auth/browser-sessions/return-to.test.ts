// The near-misses of an address to return to.
import { describe, expect, it } from 'vitest';
import { returnToOf } from './return-to.ts';

const origin = 'https://shop.example';

describe('a page of the own origin', () => {
  it.each([
    [null, '/'],
    ['/', '/'],
    ['/orders', '/orders'],
    ['/orders?page=2#last', '/orders?page=2#last'],
    ['/a/../orders', '/orders'],
    ['/search?q=https://evil.test', '/search?q=https://evil.test'],
    ['/caf%C3%A9', '/caf%C3%A9'],
    ['/sessions', '/sessions'],
    ['/@evil.test', '/@evil.test'],
    ['/%2f%2fevil.test', '/%2f%2fevil.test'],
  ])('%j is returned to in full', (asked, path) => {
    expect(returnToOf(asked, origin)).toBe(`${origin}${path}`);
  });
});

it.each([
  '',
  'orders',
  '?page=2',
  '#last',
  '//evil.test',
  '///evil.test',
  '////evil.test',
  '//evil.test/..',
  '/.//evil.test',
  '/..//evil.test',
  '/a/..//evil.test',
  '/%2e//evil.test',
  '/./%2e%2e//evil.test',
  '/\\evil.test',
  '\\/evil.test',
  '\\\\evil.test',
  '/\t/evil.test',
  '/\n/evil.test',
  '/\r\n/evil.test',
  '\t//evil.test',
  ' //evil.test',
  ' /orders',
  '/orders\r\nset-cookie: a=b',
  '/orders\u0000',
  '/caf\u00e9',
  '/\u2028/evil.test',
  '/\uff0fevil.test',
  'https://evil.test',
  'https:evil.test',
  'https:/evil.test',
  'HTTPS://EVIL.TEST',
  'https://shop.example@evil.test',
  'https://shop.example.evil.test/',
  'https://shop.example/orders',
  'http://shop.example/',
  'javascript:alert(1)',
  'data:text/html,x',
  '/session',
  '/session/sign-in',
  '/session/sign-out?x',
  '/SESSION/callback',
  '/a/../session/sign-in',
  `/${'a'.repeat(1_000)}`,
])('nobody is sent to %j', (asked) => {
  expect(returnToOf(asked, origin)).toBeNull();
});
