// Connections of one address: so many, and those that our proxies hold count for whoever they were asked by.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from '@tributary/test-kit';
import { afterAll, expect, it } from 'vitest';
import { type Send, startTestGateway, type TestGateway } from './support.ts';
import { sendAnswer } from './support-subgraphs.ts';

const started: TestGateway[] = [];
const start = async (env: Readonly<Record<string, string>>): Promise<TestGateway> => {
  const gateway = await startTestGateway(env);
  started.push(gateway);
  return gateway;
};
afterAll(() => Promise.all(started.map((gateway) => gateway.stop())));

/** A connection on which the gateway has answered, null when it was closed instead. */
async function answered({ url }: TestGateway): Promise<Socket | null> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined); // closing may be a reset
  socket.write('GET /livez HTTP/1.1\r\nhost: a\r\n\r\n');
  const heard = await Promise.race([once(socket, 'data').then(() => true), once(socket, 'close').then(() => false)]);
  return heard ? socket : null;
}

it('one more than there may be is closed, and there is room again when one has ended', async () => {
  const gateway = await start({ MAX_CONNECTIONS_PER_ADDRESS: '2' });
  const [one, two] = [await answered(gateway), await answered(gateway)];
  expect([one === null, two === null, await answered(gateway)]).toEqual([false, false, null]);
  one?.destroy();
  const three = await until('there is room', () => answered(gateway));
  two?.destroy();
  three.destroy();
});

it('those of a proxy are many, and its client may have so many requests at a time', async () => {
  const gateway = await start({ MAX_CONNECTIONS_PER_ADDRESS: '1', TRUSTED_PROXIES: '127.0.0.1', SUBGRAPH_DEDUPLICATION: 'off' });
  const { catalog } = gateway.subgraphs;
  const from = (address: string): Send => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ query: '{ product(id: "1") { name } }' }),
  });
  const asked = Promise.withResolvers<() => void>();
  catalog.reply((response) => asked.resolve(() => sendAnswer(response, { data: { product: { name: 'Chai' } } })));
  const first = gateway.send(from('192.0.2.1'));
  const answer = await asked.promise;
  catalog.reset();
  const refused = await gateway.send(from('192.0.2.1'));
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
  expect((await gateway.send(from('192.0.2.2'))).status).toBe(200);
  answer();
  expect((await first).status).toBe(200);
  await until('there is room', async () => (await gateway.send(from('192.0.2.1'))).status === 200);
});
