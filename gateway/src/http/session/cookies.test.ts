// Cookies of web apps: their names and attributes, and what is read of a header.
import { describe, expect, it } from 'vitest';
import { createSessionCookies } from './cookies.ts';

const secure = createSessionCookies({ origin: 'https://shop.example', maxAgeSeconds: 60 });
const local = createSessionCookies({ origin: 'http://localhost:4000', maxAgeSeconds: 60 });

describe('a cookie', () => {
  it('over https is of this host alone', () => {
    expect(secure.keepSession('x')).toBe('__Host-tributary-session=x; Max-Age=60; Path=/; Secure; HttpOnly; SameSite=Strict');
    expect(secure.keepSignIn('0123456789abcdef', 'x')).toBe(
      '__Host-tributary-sign-in-0123456789ab=x; Max-Age=600; Path=/; Secure; HttpOnly; SameSite=Lax',
    );
    expect(secure.dropSession()).toBe('__Host-tributary-session=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict');
  });

  it('on this machine has another name', () => {
    expect(local.keepSession('x')).toBe('tributary-session=x; Max-Age=60; Path=/; HttpOnly; SameSite=Strict');
  });
});

it.each([
  ['__Host-tributary-session=a', 'a'],
  ['other=1; __Host-tributary-session=a; more=2', 'a'],
  ['__Host-tributary-session=a=b', 'a=b'],
  ['tributary-session=a', null],
  ['x__Host-tributary-session=a', null],
  ['__host-tributary-session=a', null],
  ['__Host-tributary-session=', null],
  ['__Host-tributary-session', null],
  ['__Host-tributary-session=a; __Host-tributary-session=b', null],
  ['other="__Host-tributary-session=a"', null],
  ['', null],
])('in %j the session is %j', (header, session) => {
  expect(secure.sessionIn(header)).toBe(session);
});
