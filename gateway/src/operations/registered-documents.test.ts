// Manifests, what they register, and who may send nothing else.
import { anonymous, type Principal } from '@tributary/auth-kit';
import { createLogger } from '@tributary/logging';
import { describe, expect, it } from 'vitest';
import { parseManifest } from './manifest.ts';
import { createRegisteredDocuments } from './registered-documents.ts';

const apollo = (...operations: readonly object[]) => JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations });

describe('a manifest', () => {
  it("may be Apollo's or Relay's", () => {
    const expected = new Map([['1', 'query A { a }']]);
    expect(parseManifest(apollo({ id: '1', name: 'A', type: 'query', body: 'query A { a }' }))).toEqual(expected);
    expect(parseManifest('{"1":"query A { a }"}')).toEqual(expected);
    expect(parseManifest(apollo()).size).toBe(0);
  });

  it.each([
    ['', 'The manifest is not JSON.'],
    ['[]', "The manifest is neither Apollo's nor Relay's: the whole"],
    ['{"1":2}', "The manifest is neither Apollo's nor Relay's: 1:"],
    ['{"format":"other","version":1,"operations":[]}', 'format:'],
    [apollo({ id: '1' }), 'operations.0.body:'],
    [apollo({ id: '1', body: '{ a }' }, { id: '1', body: '{ b }' }), 'two documents with the id 1'],
  ])('%j is none', (text, problem) => expect(() => parseManifest(text)).toThrow(problem));
});

describe('who must send registered documents', () => {
  const user: Principal = {
    kind: 'user',
    userId: '1',
    role: 'ADMIN',
    scopes: [],
    customerId: null,
    employeeId: null,
    sessionId: null,
    apiKeyId: 'key',
  };
  const client: Principal = { kind: 'client', clientId: 'web', scopes: [], customerId: null };
  const policy = async (registeredOnly: readonly string[], freeText: readonly string[] = []) => {
    const logger = createLogger({ service: 'gateway', write: () => undefined });
    const { mustBeRegistered } = await createRegisteredDocuments({ file: null, registeredOnly, freeText }, logger);
    return (principal: Principal, clientName: string | null = null) => mustBeRegistered({ principal, clientName, clientVersion: null });
  };

  it('is nobody unless it is set', async () => {
    const must = await policy([]);
    expect([must(anonymous), must(client, 'web')]).toEqual([false, false]);
  });

  it('is who is named, by a credential or by themselves', async () => {
    const must = await policy(['web', 'key']);
    expect([must(client), must(user), must(anonymous, 'web'), must(anonymous), must(anonymous, 'other')]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('is everybody but those whose credential frees them: a name does not', async () => {
    const must = await policy(['*'], ['web']);
    expect([must(client), must(anonymous), must(anonymous, 'web'), must(user, 'web')]).toEqual([false, true, true, true]);
  });
});
