// How a gateway begins and ends: health, configuration, and a stop that cuts no request short.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { apiKeyText, createServiceKeys } from '@tributary/auth-kit';
import { Agent, request } from 'undici';
import { describe, expect, it } from 'vitest';
import { startTestGateway, useGateway } from './support.ts';
import { sendAnswer } from './support-subgraphs.ts';

const gateway = useGateway();
const names = '{ product(id: "1") { name } }';
const chai = { data: { product: { name: 'Chai' } } };
const health = async (path: string) => {
  const { status, headers, text } = await gateway().send({ path });
  return { status, type: headers['content-type'], body: JSON.parse(text) as unknown };
};

describe('health', () => {
  it('is alive and ready', async () => {
    const type = 'application/json; charset=utf-8';
    expect(await health('/livez')).toEqual({ status: 200, type, body: { status: 'ok' } });
    expect(await health('/readyz')).toEqual({ status: 200, type, body: { status: 'ready' } });
    expect(await health('/readyz?verbose')).toMatchObject({ status: 200 });
  });

  it('needs no credential and leaves no line in the log', async () => {
    const headers = { authorization: 'Bearer nonsense' };
    expect(await gateway().send({ path: '/readyz', headers })).toMatchObject({ status: 200 });
    expect(gateway().lines).toEqual([]);
  });

  it('is alive but not ready until it knows what was revoked', async () => {
    const alone = await startTestGateway({ ACCOUNTS_URL: 'http://127.0.0.1:1/graphql' });
    expect(await alone.send({ path: '/livez' })).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(await alone.send({ path: '/readyz' })).toMatchObject({ status: 503, text: '{"status":"starting"}' });
    await alone.stop();
  });

  it('is nothing else', async () => {
    for (const path of ['/health', '/livez/', '/graphql/', '/.env', '/assets/../src/main.ts', '/assets/%2e%2e/package.json', '/GraphQL']) {
      expect(await health(path), path).toMatchObject({ status: 404, body: { errors: [{ extensions: { code: 'NOT_FOUND' } }] } });
    }
  });
});

describe('a stop', () => {
  it('lets a running request end, refuses new connections, and closes what was kept open', async () => {
    const alone = await startTestGateway();
    const agent = new Agent({ connections: 1, keepAliveTimeout: 60_000 });
    const asked = Promise.withResolvers<() => void>();
    alone.subgraphs.catalog.reply((response) =>
      asked.resolve(() => sendAnswer(response, { data: { product: { __typename: 'Product', name: 'Chai' } } })),
    );
    const running = request(alone.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: names }),
      dispatcher: agent,
    });
    const answerNow = await asked.promise;
    const stopped = alone.running.stop();
    await expect(request(new URL('/livez', alone.url), { dispatcher: new Agent() })).rejects.toThrow('ECONNREFUSED');
    answerNow();
    const response = await running;
    expect([response.statusCode, response.headers['connection'], await response.body.json()]).toEqual([200, 'close', chai]);
    await stopped;
    await alone.stop();
    await agent.close();
  });

  it('is told by readiness first: a while longer new requests are answered, and no connection is kept', async () => {
    const alone = await startTestGateway({ DRAIN_DELAY_MS: '2000' });
    await alone.running.ready;
    const stopped = alone.running.stop();
    const closing = { headers: { connection: 'close' } };
    expect(await alone.send({ path: '/readyz' })).toMatchObject({ status: 503, text: '{"status":"draining"}', ...closing });
    expect(await alone.send({ path: '/livez' })).toMatchObject({ status: 200, ...closing });
    const headers = { 'content-type': 'application/json' };
    const answer = await alone.send({ method: 'POST', headers, body: JSON.stringify({ query: names }) });
    expect([answer.headers.connection, answer.status, JSON.parse(answer.text)]).toEqual(['close', 200, chai]);
    await stopped;
    await expect(alone.send({ path: '/livez' })).rejects.toThrow('ECONNREFUSED');
    await alone.stop();
  });

  it('sends what was counted of API keys', async () => {
    const alone = await startTestGateway();
    const { accounts } = alone.subgraphs;
    const found = { userId: '11', role: 'CUSTOMER', scopes: [], customerId: null, employeeId: null, apiKeyId: 'key-1' };
    accounts.replyInternal('internalApiKeyPrincipal', () => ({ data: { internalApiKeyPrincipal: found } }));
    await alone.running.ready;
    await alone.ask(names, { headers: { 'x-api-key': apiKeyText('12345678', 'k'.repeat(43)).text } });
    await alone.running.stop();
    const sent = accounts.internal.filter(({ field }) => field === 'internalRecordApiKeyUsage').map(({ operation }) => operation.variables);
    expect(sent).toEqual([{ entries: [{ apiKeyId: 'key-1', day: expect.any(String), requests: 1, rejected: 0 }] }]);
    await alone.stop();
  });
});

/** A program that starts a gateway and tells why that failed. */
const failingStart = `
  import { createLogger } from '@tributary/logging';
  import { loadConfig } from './src/config.ts';
  import { startGateway } from './src/start-gateway.ts';
  await startGateway(loadConfig(), createLogger({ service: 'gateway', level: 'silent' })).catch(({ message }) => console.log(message));
`;

function badSupergraph(): string {
  const file = join(dirname(gateway().supergraphFile), 'bad.graphql');
  writeFileSync(file, 'type Query { a: Int }');
  return file;
}

describe('a start', () => {
  it('fails when the supergraph cannot be read or loaded', async () => {
    await expect(startTestGateway({ SUPERGRAPH_FILE: '/nowhere/supergraph.graphql' })).rejects.toThrow('ENOENT');
    await expect(startTestGateway({ SUPERGRAPH_FILE: badSupergraph() })).rejects.toThrow();
  });

  it('fails when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await expect(startTestGateway({ PORT: String(port) })).rejects.toThrow('EADDRINUSE');
    other.close();
  });

  it.each([
    ['the supergraph cannot be loaded', () => ({ SUPERGRAPH_FILE: badSupergraph() }), 'Invalid supergraph'],
    ['the port is taken', () => ({ SUPERGRAPH_FILE: gateway().supergraphFile, PORT: new URL(gateway().url).port }), 'EADDRINUSE'],
  ])('that fails because %s leaves nothing running', async (_why, environment, problem) => {
    const keys = join(dirname(gateway().supergraphFile), 'keys.json');
    writeFileSync(keys, createServiceKeys([['gateway', 'accounts']]).get('gateway') ?? '');
    // Ends by itself once nothing is left to wait for.
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', failingStart], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { SERVICE_KEYS_FILE: keys, JWKS_URL: 'http://127.0.0.1:1/jwks.json', ...environment() },
      timeout: 15_000,
    });
    expect(stdout).toContain(problem);
  });
});
