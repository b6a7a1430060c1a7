// node tests/faults/overload/refusal-cost.ts: the processor time that a refusal costs the gateway, whatever else the machine does.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@tributary/test-kit';
import { startGatewayProcess } from '../resilience/gateway-process.ts';
import type { Load, LoadReport } from './load.ts';
import { createRawClient } from './raw-client.ts';
import { cpuMsOf, runInProcess } from './rig.ts';
import { subgraphs } from './workload.ts';

const seconds = 4;
const forEver = 600_000;
/** Of 64 places, what one client may hold. */
const heldByOne = 57;
const one = '127.0.0.1';
const flood = (port: number, forSeconds: number): Load => ({ port, seconds: forSeconds, arrivals: { inFlight: 32 }, addresses: [one] });
const message = Buffer.from(
  'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 36\r\n\r\n{"query":"{ products { id name } }"}',
);

/** A subgraph that never answers. */
async function startSilent() {
  let asked = 0;
  const server = createServer(() => {
    asked += 1;
  });
  server.listen(0, one);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return { url: `http://${one}:${port}`, asked: () => asked, stop: () => server.close().closeAllConnections() };
}

interface Refusal {
  readonly what: string;
  readonly limits: object;
  /** So many operations that never end, and the next one is refused. */
  readonly held: number;
  readonly count: (report: LoadReport) => number;
}

async function costOf({ what, limits, held, count }: Refusal): Promise<void> {
  const silent = await startSilent();
  const all = Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, sdl, url: silent.url }));
  const gateway = await startGatewayProcess(all, {
    limits,
    requestTimeoutMs: forEver,
    subgraphs: { timeoutMs: forEver, maxConcurrent: 1_000 },
  });
  try {
    const port = Number(new URL(gateway.url).port);
    const holding = await createRawClient(port, { localAddress: one, connections: held });
    for (let sent = 0; sent < held; sent += 1) holding.send(message, () => undefined);
    await until('all of them are held', () => silent.asked() >= held);
    await runInProcess(flood(port, 2)); // compiled by then
    const before = cpuMsOf(gateway.pid);
    const report = await runInProcess(flood(port, seconds));
    const cost = ((cpuMsOf(gateway.pid) - before) * 1_000) / count(report);
    const others = JSON.stringify({ right: report.right.count, ...report.wrong });
    process.stdout.write(`${what}: ${cost.toFixed(1)} us of processor time each, of ${count(report)}; anything else: ${others}\n`);
    holding.close();
  } finally {
    silent.stop();
    await gateway.stop();
  }
}

const places = { operations: 64, loopDelayMs: 10_000 };
await costOf({ what: '503, no place is free', limits: { clients: places }, held: heldByOne, count: ({ refused }) => refused.count });
const rules = [{ name: 'address', by: 'address', limit: 1, windowSeconds: 3_600 }];
await costOf({ what: '429, over the limit of the address', limits: { rate: { rules } }, held: 1, count: ({ limited }) => limited.count });
