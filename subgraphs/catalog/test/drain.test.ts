// How a subgraph ends: readiness first, then new connections, then the requests that still run.
import { testSubgraph } from '@tributary/test-kit';
import { expect, it } from 'vitest';

it('is no longer ready, answers a while longer without keeping a connection, and then refuses', async () => {
  const subgraph = await testSubgraph('catalog', { env: { DRAIN_DELAY_MS: '2000' } });
  const health = async (path: string) => {
    const response = await fetch(new URL(path, subgraph.url));
    return { status: response.status, connection: response.headers.get('connection'), body: await response.json() };
  };
  expect(await health('/readyz')).toEqual({ status: 200, connection: 'keep-alive', body: { status: 'ready' } });

  const stopped = subgraph.stop();
  expect(await health('/readyz')).toEqual({ status: 503, connection: 'close', body: { status: 'draining' } });
  expect(await health('/livez')).toEqual({ status: 200, connection: 'close', body: { status: 'ok' } });
  const document = '{ product(id: "1") { name } }';
  expect(await subgraph.execute({ document })).toEqual({ data: { product: { name: 'Chai' } } });

  await stopped;
  await expect(health('/livez')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
});
