// Signed requests: what was signed is accepted for 30 seconds, and nothing else ever.
import { describe, expect, it } from 'vitest';
import type { Principal } from './principal.ts';
import { createServiceKeys, parseServiceKeys } from './service-keys.ts';
import { type SignedRequest, signRequest, verifyRequest } from './signed-request.ts';

const files = createServiceKeys([
  ['gateway', 'catalog'],
  ['orders', 'catalog'],
]);
const keysOf = (service: string) => parseServiceKeys(files.get(service) ?? '');
const gatewayKey = keysOf('gateway').calls.get('catalog') ?? Buffer.alloc(0);
const now = Date.parse('2026-01-01T00:00:00Z');

const request: SignedRequest = {
  caller: 'gateway',
  audience: 'catalog',
  method: 'POST',
  path: '/graphql',
  body: '{"query":"{ a }"}',
  principal: { kind: 'anonymous' },
  requestId: 'r-1',
  client: { agent: 'curl/8', address: '192.0.2.1' },
  nonce: 'n',
  now,
};

function verify(
  changes: Partial<SignedRequest> = {},
  headerChanges: Record<string, string | undefined> = {},
  signed: Partial<SignedRequest> = {},
) {
  const headers = { ...signRequest(gatewayKey, { ...request, ...signed }), ...headerChanges };
  const { audience, method, path, body } = { ...request, ...changes };
  return verifyRequest(keysOf('catalog'), { audience, method, path, body, headers, now: changes.now ?? now });
}

describe('verifyRequest', () => {
  it('gives back what the caller signed', () => {
    expect(verify()).toEqual({
      caller: 'gateway',
      principal: { kind: 'anonymous' },
      requestId: 'r-1',
      client: { agent: 'curl/8', address: '192.0.2.1' },
      nonce: 'n',
      expiresAt: new Date(now + 30_000),
    });
  });

  it.each<[string, Partial<SignedRequest>]>([
    ['another body', { body: '{"query":"{ b }"}' }],
    ['another path', { path: '/other' }],
    ['another method', { method: 'GET' }],
    ['another audience', { audience: 'orders' }],
    ['31 seconds later', { now: now + 31_000 }],
    ['a signature from the future', { now: now - 31_000 }],
  ])('refuses %s', (_name, changes) => {
    expect(() => verify(changes)).toThrow('not signed by a service');
  });

  it('refuses missing, malformed and repeated headers', () => {
    for (const signature of [
      undefined,
      '',
      'v2',
      'v0;gateway;1;n;m',
      `v2;gateway;${now};n;AAAA`,
      `v2;nobody;${now};n;AAAA`,
      `v2;gateway;x;n;AAAA`,
    ]) {
      expect(() => verify({}, { 'tributary-signature': signature })).toThrow('not signed');
    }
    expect(() => verify({}, { 'tributary-context': undefined })).toThrow('not signed');
  });

  it('refuses another context than the signed one', () => {
    const context = Buffer.from(JSON.stringify({ principal: { kind: 'service', service: 'gateway' }, requestId: 'r' })).toString(
      'base64url',
    );
    expect(() => verify({}, { 'tributary-context': context })).toThrow('not signed');
  });

  it('lets no service speak for another', () => {
    const principal: Principal = { kind: 'service', service: 'orders' };
    expect(() => verify({}, {}, { principal })).toThrow('not signed');
    expect(verify({}, {}, { principal: { kind: 'service', service: 'gateway' } }).principal).toEqual({
      kind: 'service',
      service: 'gateway',
    });
    const byOrders = keysOf('orders').calls.get('catalog') ?? Buffer.alloc(0);
    const headers = signRequest(byOrders, request); // says gateway, signs with the key of orders
    expect(() => verifyRequest(keysOf('catalog'), { ...request, headers, now })).toThrow('not signed');
  });
});

describe('parseServiceKeys', () => {
  it.each([
    ['{"service":a-key}', /^The key file is no JSON\.$/],
    ['{}', 'names no service'],
    ['{"service":"a","calls":[]}', '"calls" is not an object'],
    ['{"service":"a","callers":{"b":"c2hvcnQ="}}', '"callers.b" is not 32 bytes'],
    ['{"service":"a","calls":{"b":1}}', '"calls.b" is not 32 bytes'],
  ])('says what is wrong with %s', (json, problem) => {
    expect(() => parseServiceKeys(json)).toThrow(problem);
  });
});
