// The whole system: databases, keys, supergraph, subgraphs and the gateway, from start to stop.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePorts } from '@tributary/database-kit';
import type { Config } from '../config.ts';
import { generateAll } from '../generate/generate-all.ts';
import { subgraphDir, subgraphNames, variablePrefix } from '../project.ts';
import {
  type DatabaseUrls,
  emptyDatabases,
  prepareDatabases,
  pruneAuditTrail,
  seedDatabases,
  serviceUrlsOf,
  startServer,
} from './databases.ts';
import { ensureKeys, type KeyFiles } from './keys.ts';
import { assertPortFree } from './ports.ts';
import { type ServiceProcess, startService } from './service-process.ts';
import type { Steps } from './steps.ts';
import { writeSupergraph } from './supergraph.ts';
import { startWatchdog, type Watchdog } from './watchdog-client.ts';

export interface Platform {
  readonly url: string;
  readonly supergraphFile: string;
  /** Replaces the process of a subgraph by a new one on the same port. */
  restart(name: string): Promise<void>;
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The package's, wherever it is installed. */
const gatewayEntry = fileURLToPath(import.meta.resolve('@tributary/gateway/main'));
const restartDelayMs = 200;
const maxRestarts = 5;

/** Starts everything, telling each step. What fails half-way is stopped again. @throws {CommandError} */
export async function startPlatform(config: Config, steps: Steps, say: (line: string) => void): Promise<Platform> {
  await assertPortFree(config.port);
  await steps.run('Generate code', () => generateAll());
  const cleanups: (() => Promise<void>)[] = [];
  const watchdog = startWatchdog();
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    watchdog.dismiss();
  };
  try {
    return await assemble(config, steps, say, watchdog, cleanups, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  config: Config,
  steps: Steps,
  say: (line: string) => void,
  watchdog: Watchdog,
  cleanups: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Platform> {
  const logsDir = join(config.dataDir, 'logs');
  mkdirSync(logsDir, { recursive: true });
  const keys = ensureKeys(config.dataDir);
  const supergraphFile = join(config.dataDir, 'supergraph.graphql');
  const urls = await steps.run('Databases', async () => {
    const server = await startServer(config);
    if (server !== null) {
      watchdog.addServer(server.pid);
      cleanups.push(() => server.stop());
    }
    return prepareDatabases(config, server?.url ?? config.databaseUrl);
  });
  const empty = await emptyDatabases(urls);
  if (empty.length > 0) await steps.run('Load the first data', (progress) => seedDatabases(config, urls, empty, 1, progress));
  await pruneAuditTrail(config, urls.accounts);
  const serviceUrls = await serviceUrlsOf(config, urls, keys.rolePassword);
  const addresses = await siblingAddresses();
  const environment = environmentOf(config, serviceUrls, keys, addresses, supergraphFile);
  const running = new Map<string, ServiceProcess>();
  const launches: Promise<unknown>[] = [];
  let stopping = false;
  cleanups.push(async () => {
    stopping = true;
    // One that fails must not leave another behind that was still starting.
    await Promise.allSettled(launches);
    // The gateway first: it lets requests end while the subgraphs still answer.
    await running.get('gateway')?.stop();
    await Promise.all([...running.values()].map((service) => service.stop()));
  });
  const launch = async (name: string): Promise<ServiceProcess> => {
    const entry = name === 'gateway' ? gatewayEntry : join(subgraphDir(name), 'src/main.ts');
    const service = await startService({
      name,
      entry,
      env: environment(name),
      logsDir,
      watchdog,
      onCrash: (crashed) => void relaunch(crashed),
    });
    running.set(name, service);
    return service;
  };
  const relaunch = async (name: string): Promise<void> => {
    if (stopping) return;
    say(`${name} has ended; it is started again.`);
    for (let attempt = 1; attempt <= maxRestarts; attempt += 1) {
      await wait(restartDelayMs * attempt);
      if (stopping) return;
      const problem = await launch(name).then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      if (problem === null) return;
      say(problem);
    }
    say(`${name} did not start ${maxRestarts} times and is left; see ${join(logsDir, `${name}.log`)}.`);
  };
  // The subgraphs need no supergraph: they start while it is composed.
  launches.push(...subgraphNames.map(launch));
  for (const subgraph of launches) subgraph.catch(() => undefined); // awaited below
  await steps.run('Compose the supergraph', () => writeSupergraph(supergraphFile));
  launches.push(launch('gateway'));
  await steps.run(`Start ${counted(subgraphNames.length)} and the gateway`, async () => void (await Promise.all(launches)));
  return {
    url: `http://localhost:${config.port}`,
    supergraphFile,
    stop,
    async restart(name) {
      await running.get(name)?.stop();
      await launch(name);
    },
  };
}

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const counted = (count: number): string => `${words[count] ?? count} subgraph${count === 1 ? '' : 's'}`;

interface Address {
  readonly port: number;
  readonly url: string;
}
type Addresses = Readonly<Record<string, Address>> & { readonly accounts: Address };

/** A free port for each subgraph, kept over its restarts. */
async function siblingAddresses(): Promise<Addresses> {
  const ports = await freePorts(subgraphNames.length);
  const entries = subgraphNames.map(
    (name, index) => [name, { port: ports[index] ?? 0, url: `http://127.0.0.1:${ports[index] ?? 0}/graphql` }] as const,
  );
  return Object.fromEntries(entries) as Addresses; // one entry per name, accounts among them
}

/** What each service finds in its environment: its own, and the addresses of all. */
function environmentOf(config: Config, urls: DatabaseUrls, keys: KeyFiles, addresses: Addresses, supergraphFile: string) {
  const siblings = Object.fromEntries(subgraphNames.map((name) => [`${variablePrefix(name)}_URL`, addresses[name]?.url]));
  const publicUrl = `http://localhost:${config.port}`;
  const common: Environment = {
    ...config.environment,
    ...siblings,
    HOST: '127.0.0.1',
    ISSUER: config.environment['ISSUER'] ?? publicUrl,
    NODE_COMPILE_CACHE: join(config.dataDir, 'compile-cache'),
  };
  return (name: string): Environment => {
    const own = { ...common, SERVICE_KEYS_FILE: keys.serviceKeys(name) };
    if (name === 'gateway') {
      const jwks = new URL('/.well-known/jwks.json', addresses.accounts.url).href;
      return { ...own, PORT: String(config.port), SUPERGRAPH_FILE: supergraphFile, JWKS_URL: jwks };
    }
    return {
      ...own,
      PORT: String(addresses[name]?.port),
      [`${variablePrefix(name)}_DATABASE_URL`]: urls[name],
      TOKEN_KEYS_FILE: keys.tokenKeys,
      AUDIT_KEY_FILE: keys.auditKey,
      MAIL_DIR: config.environment['MAIL_DIR'] ?? join(config.dataDir, 'mail'),
    };
  };
}
