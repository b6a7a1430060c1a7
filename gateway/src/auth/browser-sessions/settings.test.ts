// The file that says how sessions of web apps are kept.
import { expect, it } from 'vitest';
import { parseBrowserSessions } from './settings.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const good = {
  origin: 'https://shop.example',
  clientId: 'gateway',
  clientSecret: 's'.repeat(32),
  scope: 'openid orders:read',
  keys: [key],
};
const parse = (changed: object) => parseBrowserSessions(JSON.stringify({ ...good, ...changed }));

it('is read', () => {
  expect(parse({ keys: [key, key] })).toEqual({ ...good, keys: [new Uint8Array(32).fill(7), new Uint8Array(32).fill(7)] });
});

it.each(['http://localhost:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000', 'http://shop.localhost:4000'])(
  'on this machine the origin may be %s',
  (origin) => expect(parse({ origin }).origin).toBe(origin),
);

it.each([
  [{ origin: 'http://shop.example' }, 'origin: is not https (only on this machine it need not be)'],
  [{ origin: 'http://localhost.evil.test' }, 'origin: is not https (only on this machine it need not be)'],
  [{ origin: 'https://shop.example/' }, 'origin: is not an origin like https://shop.example'],
  [{ origin: 'https://shop.example/app' }, 'origin: is not an origin like https://shop.example'],
  [{ clientSecret: 'short' }, 'clientSecret: has at least 32 characters'],
  [{ scope: 'orders:read' }, 'scope: is without openid'],
  [{ keys: [] }, 'keys.0: is needed'],
  [{ keys: ['secret'] }, 'keys.0: is not 32 bytes in base64'],
  [{ keys: [key, key, key] }, 'keys: are at most two'],
  [{ more: 1 }, 'more: there is no such setting'],
])('%j is refused', (changed, problem) => {
  expect(() => parse(changed)).toThrow(problem);
});

it('tells no secret when it is no JSON', () => {
  expect(() => parseBrowserSessions(`{"clientSecret": "${good.clientSecret}`)).toThrow(/^it is no JSON$/);
});
