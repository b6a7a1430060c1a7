// Connections of one address are counted, and an address cannot be forged.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type TestGateway, useGateway } from '../support.ts';

const perAddress = 5;
const direct = useGateway({ MAX_CONNECTIONS_PER_ADDRESS: String(perAddress) });
const behindProxies = useGateway({ MAX_CONNECTIONS_PER_ADDRESS: '1', TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' });
const bounded = useGateway({ MAX_CONNECTIONS: '3' });

const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** Asks for health by a connection of its own, which is kept; null when the gateway closes it instead. */
async function statusBy({ url }: TestGateway, localAddress = '127.0.0.1'): Promise<number | null> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', localAddress });
  sockets.push(socket);
  socket.on('error', () => undefined); // reset
  socket.write('GET /livez HTTP/1.1\r\nhost: a\r\n\r\n');
  const [first] = await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  return Buffer.isBuffer(first) ? Number(first.toString().slice(9, 12)) : null;
}

async function statusesBy(count: number, gateway: TestGateway, localAddress?: string): Promise<(number | null)[]> {
  const statuses: (number | null)[] = [];
  while (statuses.length < count) statuses.push(await statusBy(gateway, localAddress));
  return statuses;
}

describe('connections of one address', () => {
  it('are bounded: one more is closed at once, the others and those of other addresses are not', async () => {
    expect(await statusesBy(perAddress + 2, direct())).toEqual([...Array.from({ length: perAddress }, () => 200), null, null]);
    expect(await statusBy(direct(), '127.0.0.2')).toBe(200);
    expect(await direct().logged(({ message }) => message.startsWith('connections were closed'))).toMatchObject({
      level: 'warn',
      times: 2,
    });
  });

  it('may be new ones when old ones have ended', async () => {
    for (let turn = 0; turn < 4; turn++) {
      expect(await statusesBy(perAddress - 1, direct(), '127.0.0.3')).toEqual(Array.from({ length: perAddress - 1 }, () => 200));
      await Promise.all(sockets.splice(0).map((socket) => once(socket.end(), 'close')));
    }
  });

  it('are not counted when it is a trusted proxy', async () =>
    expect(await statusesBy(5, behindProxies())).toEqual([200, 200, 200, 200, 200]));

  it('are bounded together with those of all others', async () => {
    expect(await statusesBy(3, bounded())).toEqual([200, 200, 200]);
    expect(await statusBy(bounded(), '127.0.0.9')).toBe(null);
  });
});

describe('the address of a client', () => {
  const addressOf = async (gateway: TestGateway, headers: Readonly<Record<string, string>>) => {
    await gateway.ask('mutation { renameProduct(id: "1", name: "Chai") { name } }', { headers });
    return gateway.subgraphs.catalog.calls.at(-1)?.verified?.client?.address;
  };

  it('is that of its connection, whatever it says', async () => {
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'true-client-ip', 'cf-connecting-ip', 'x-client-ip'])
      expect(await addressOf(direct(), { [name]: name === 'forwarded' ? 'for=192.0.2.1' : '192.0.2.1' })).toBe('127.0.0.1');
  });

  it('is what the last trusted proxy has seen', async () => {
    expect(await addressOf(behindProxies(), { 'x-forwarded-for': '203.0.113.9, 192.0.2.1, 10.1.1.1' })).toBe('192.0.2.1');
    expect(await addressOf(behindProxies(), { forwarded: 'for=192.0.2.1' })).toBe('127.0.0.1');
  });
});
