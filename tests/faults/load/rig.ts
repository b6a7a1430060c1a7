// The system under load: PostgreSQL, Redis, five subgraphs, and gateways of ours before them with something to break in between.
import { join } from 'node:path';
import { type RunningPostgres, startPostgres, urlOfDatabase } from '@tributary/database-kit';
import {
  freePort,
  openTemporaryDir,
  type SubgraphName,
  type System,
  serviceLog,
  serviceProcess,
  startSystem,
  subgraphNames,
  until,
} from '@tributary/test-kit';
import pg from 'pg';
import { request } from 'undici';
import { orderedProduct } from './operations.ts';
import { type LoadedGateway, startGateway } from './parts/gateway.ts';
import { hasRedis, type RedisServer, startRedis } from './parts/redis-server.ts';
import { type SlowLine, startSlowLine } from './parts/slow-line.ts';
import { type SubgraphProxy, startSubgraphProxy } from './parts/subgraph-proxy.ts';

export interface Rig {
  /** Before everything; counts rates in Redis, and asks reviews through the proxy. */
  readonly gateway: LoadedGateway;
  /** One more, the same; the caller stops it. */
  anotherGateway(): Promise<LoadedGateway>;
  /** Which the gateways follow. */
  readonly supergraphFile: string;
  readonly reviews: SubgraphProxy;
  /** Null on a machine without Redis. */
  readonly redis: (RedisServer & { readonly line: SlowLine }) | null;
  /** Of the process that runs now. @throws {Error} when there is none */
  pidOf(name: SubgraphName): number;
  /** Ends when another process than that one answers. */
  replaced(name: SubgraphName, pid: number): Promise<void>;
  /** Stops the server as an administrator would, and starts it again at the same address. */
  restartPostgres(): Promise<void>;
  database(name: SubgraphName): pg.Pool;
  signIn(): Promise<string>;
  stop(): Promise<void>;
}

/** How long a subgraph may take to answer the gateway. */
export const subgraphTimeoutMs = 2_000;

/** Slow clients are cut after this: soon, so that a short load sees it. */
export const slowClientMs = 3_000;

const orders = { RECONCILE_INTERVAL_MS: '200', INTENT_LEASE_MS: '3000' };

/** The caller stops it. What fails half-way is stopped again. */
export async function startRig(): Promise<Rig> {
  const cleanups: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    // One that fails must not leave the others running, nor hide why they are stopped.
    for (const cleanup of cleanups.splice(0).reverse())
      await cleanup().catch((error: unknown) => process.stderr.write(`not stopped as it should: ${String(error)}\n`));
  };
  try {
    return await assemble(cleanups, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(cleanups: (() => Promise<unknown>)[], stop: () => Promise<void>): Promise<Rig> {
  const dir = openTemporaryDir();
  const postgres = await startRestartablePostgres(dir);
  cleanups.push(() => postgres.stop());
  const redis = hasRedis() ? await startSlowableRedis(cleanups) : null;
  const redisEnvironment: Readonly<Record<string, string>> = redis === null ? {} : { REDIS_URL: `redis://127.0.0.1:${redis.line.port}` };
  const system = await startSystem({ dataDir: dir, env: { DATABASE_URL: postgres.url, ...orders, ...redisEnvironment } });
  cleanups.push(() => system.remove());
  const urlOf = (name: SubgraphName) => String(serviceLog(dir, name).findLast(({ message }) => message === 'listening')?.['url']);
  const reviews = await startSubgraphProxy(urlOf('reviews'));
  cleanups.push(() => reviews.stop());
  const environment = { ...gatewayEnvironment(system, urlOf), REVIEWS_URL: reviews.url, ...redisEnvironment };
  const gateway = await startGateway(await freePort(), environment);
  cleanups.push(() => gateway.stop());
  const databases = openDatabases(postgres.url, cleanups);
  await fillStock(system);
  return {
    gateway,
    anotherGateway: async () => startGateway(await freePort(), environment),
    supergraphFile: environment.SUPERGRAPH_FILE,
    reviews,
    redis,
    pidOf: (name) => pidOf(system, name),
    async replaced(name, pid) {
      await until(`another ${name} runs`, () => ![null, pid].includes(serviceProcess(system.process.pid ?? 0, name)));
      await until(`${name} is ready`, () => isReady(urlOf(name)));
    },
    restartPostgres: postgres.restart,
    database(name) {
      const pool = databases[name];
      if (pool === undefined) throw new Error(`There is no subgraph ${name}.`);
      return pool;
    },
    signIn: () => system.signIn('alfki@customers.northwind.test'),
    stop,
  };
}

async function startRestartablePostgres(dir: string) {
  const options = { dataDir: join(dir, 'postgres'), logFile: join(dir, 'postgres.log') };
  let running: RunningPostgres = await startPostgres(options);
  const port = Number(new URL(running.url).port);
  return {
    url: running.url,
    async restart() {
      await running.stop();
      running = await startPostgres({ ...options, port });
    },
    stop: () => running.stop(),
  };
}

async function startSlowableRedis(cleanups: (() => Promise<unknown>)[]) {
  const redis = await startRedis();
  cleanups.push(() => redis.kill());
  const line = await startSlowLine(redis.port);
  cleanups.push(() => line.stop());
  return { ...redis, line };
}

/** What the start command gives its own gateway, with limits that let a load from one address through. */
function gatewayEnvironment(system: System, urlOf: (name: SubgraphName) => string) {
  const addresses = Object.fromEntries(subgraphNames.map((name) => [`${name.toUpperCase()}_URL`, urlOf(name)]));
  return {
    ...addresses,
    SUPERGRAPH_FILE: join(system.dataDir, 'supergraph.graphql'),
    SERVICE_KEYS_FILE: join(system.dataDir, 'keys/gateway.json'),
    JWKS_URL: new URL('/.well-known/jwks.json', urlOf('accounts')).href,
    ISSUER: `http://localhost:${system.port}`,
    RATE_LIMITS: '[{ "name": "address", "by": "address", "limit": 1000000, "windowSeconds": 1 }]',
    SUBGRAPH_DEDUPLICATION: 'off', // every request pays for all of its own, as when no two clients ask the same
    SUBGRAPH_TIMEOUT_MS: String(subgraphTimeoutMs),
    HEADERS_TIMEOUT_MS: String(slowClientMs),
    RECEIVE_TIMEOUT_MS: String(slowClientMs),
    READ_TIMEOUT_MS: String(slowClientMs),
    DRAIN_DELAY_MS: '500',
  };
}

function openDatabases(serverUrl: string, cleanups: (() => Promise<unknown>)[]): Readonly<Record<SubgraphName, pg.Pool>> {
  const entries = subgraphNames.map((name) => {
    const pool = new pg.Pool({ connectionString: urlOfDatabase(serverUrl, name), max: 2 });
    pool.on('error', () => undefined); // the server is stopped now and then
    cleanups.push(() => pool.end());
    return [name, pool] as const;
  });
  return Object.fromEntries(entries) as Record<SubgraphName, pg.Pool>; // one entry per name
}

/** So much of what the load orders that it never becomes scarce. */
async function fillStock(system: System): Promise<void> {
  const token = await system.signIn('andrew.fuller@northwind.test');
  const document = 'mutation ($input: ReceiveStockInput!) { receiveStock(input: $input) { userErrors { code } } }';
  const input = { idempotencyKey: 'stock of the load', productId: orderedProduct, quantity: 100_000 };
  const { data, errors } = await system.ask(document, { token, variables: { input } });
  if (errors !== undefined || data?.['receiveStock'].userErrors.length > 0) throw new Error(`No stock: ${JSON.stringify(errors ?? data)}`);
}

function pidOf(system: System, name: SubgraphName): number {
  const pid = serviceProcess(system.process.pid ?? 0, name);
  if (pid === null) throw new Error(`${name} does not run.`);
  return pid;
}

async function isReady(url: string): Promise<boolean> {
  const answer = await request(new URL('/readyz', url)).catch(() => null);
  await answer?.body.dump();
  return answer?.statusCode === 200;
}
