// What the tests of the gateway share: the real gateway, started in process, before small subgraphs that answer as a test wants.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createServiceKeys } from '@tributary/auth-kit';
import { createLogger } from '@tributary/logging';
import { composeSubgraphs } from '@tributary/schema-check';
import { assertNoLeaks } from '@tributary/test-kit';
import { request } from 'undici';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { type RunningGateway, startGateway } from '../src/start-gateway.ts';
import { createIdentity, type Identity } from './support-identity.ts';
import { type Subgraph, type SubgraphName, schemas, startSubgraph, subgraphNames } from './support-subgraphs.ts';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

export interface Ask {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string; readonly requestId: string } }[];
}

export interface Send {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** The correlation id of every question that does not bring its own. */
export const requestId = 'the-test-request';

export interface TestGateway {
  readonly url: string;
  readonly supergraphFile: string;
  readonly identity: Identity;
  readonly subgraphs: Readonly<Record<SubgraphName, Subgraph>>;
  readonly running: RunningGateway;
  /** What it has logged since the test began. */
  readonly lines: LogLine[];
  /** Sends a document as a web app does, and gives the answer without locations. */
  ask(document: string, ask?: Ask): Promise<Answer>;
  /** Sends anything. */
  send(send: Send): Promise<HttpAnswer>;
  /** The first line that fits, when it is written. */
  logged(fits: (line: LogLine) => boolean): Promise<LogLine>;
  stop(): Promise<void>;
}

/** Starts a gateway before three friendly subgraphs; `env` overrides its settings. The caller stops it. */
export async function startTestGateway(env: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  const dir = mkdtempSync(join(tmpdir(), 'tributary-gateway-'));
  const keys = createServiceKeys(subgraphNames.map((name) => ['gateway', name] as const));
  const identity = await createIdentity();
  const started = await Promise.all(
    subgraphNames.map(async (name) => [name, await startSubgraph(name, keys.get(name) ?? '', identity)] as const),
  );
  const subgraphs = Object.fromEntries(started) as Record<SubgraphName, Subgraph>; // one entry a name
  const files = { supergraph: join(dir, 'supergraph.graphql'), keys: join(dir, 'gateway.json') };
  writeFileSync(files.keys, keys.get('gateway') ?? '');
  writeFileSync(files.supergraph, supergraphOf(subgraphs));
  const environment = {
    PORT: '0',
    NODE_ENV: 'test',
    SUPERGRAPH_FILE: files.supergraph,
    SERVICE_KEYS_FILE: files.keys,
    JWKS_URL: new URL('/.well-known/jwks.json', subgraphs.accounts.url).href,
    ISSUER: identity.issuer,
    ...env,
  };
  const log = createLog();
  const start = async () => startGateway(loadConfig(environment), createLogger({ service: 'gateway', write: log.write }));
  const removeSurroundings = async () => {
    await Promise.all(Object.values(subgraphs).map((subgraph) => subgraph.stop()));
    rmSync(dir, { recursive: true, force: true });
  };
  const running = await start().catch(async (error: unknown) => {
    await removeSurroundings();
    throw error;
  });
  return {
    url: running.url,
    supergraphFile: files.supergraph,
    identity,
    subgraphs,
    running,
    lines: log.lines,
    ...clientOf(running.url),
    logged: log.logged,
    async stop() {
      await running.stop();
      await removeSurroundings();
    },
  };
}

/** Starts a gateway for the tests of one file; before each of them its subgraphs are friendly again and nothing was called or logged. */
export function useGateway(env: Readonly<Record<string, string>> = {}): () => TestGateway {
  let gateway: TestGateway | null = null;
  const current = (): TestGateway => {
    if (gateway === null) throw new Error('The gateway runs only while tests do.');
    return gateway;
  };
  beforeAll(async () => {
    gateway = await startTestGateway(env);
    await gateway.running.ready;
  });
  beforeEach(() => {
    for (const subgraph of Object.values(current().subgraphs)) subgraph.reset();
    current().lines.length = 0;
  });
  afterAll(() => gateway?.stop());
  return current;
}

/** The composed schemas of some of the subgraphs; `changed` replaces schemas. */
export function supergraphOf(
  subgraphs: Readonly<Record<SubgraphName, Subgraph>>,
  changed: Partial<Record<SubgraphName, string>> = {},
): string {
  const sources = subgraphNames.map((name) => ({
    name,
    url: subgraphs[name].url,
    sdl: changed[name] ?? schemas[name],
    file: `${name}.graphql`,
  }));
  const composition = composeSubgraphs(sources);
  if (composition.kind === 'failed') throw new Error(JSON.stringify(composition.errors));
  return composition.supergraph;
}

function clientOf(url: string): Pick<TestGateway, 'ask' | 'send'> {
  const send: TestGateway['send'] = async ({ method = 'GET', path = '/graphql', headers = {}, body = null }) => {
    const response = await request(new URL(path, url), { method, headers, body });
    const text = await response.body.text();
    if (/\bjson\b/.test(String(response.headers['content-type'])) && text !== '') assertNoLeaks(JSON.parse(text).errors);
    return { status: response.statusCode, headers: response.headers, text };
  };
  return {
    send,
    async ask(document, { variables, token, headers } = {}) {
      const { status, text } = await send({
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-request-id': requestId,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify({ query: document, variables }),
      });
      const { data, errors } = JSON.parse(text) as {
        data?: unknown;
        errors?: { locations?: unknown; message: string; extensions: { code: string; requestId: string } }[];
      };
      return {
        status,
        ...(data !== undefined && { data }),
        ...(errors !== undefined && { errors: errors.map(({ locations: _locations, ...error }) => error) }),
      };
    },
  };
}

function createLog() {
  const lines: LogLine[] = [];
  const waiting = new Set<(line: LogLine) => void>();
  return {
    lines,
    write(text: string) {
      const line = JSON.parse(text) as LogLine; // a logger writes JSON
      lines.push(line);
      for (const hear of waiting) hear(line);
    },
    logged(fits: (line: LogLine) => boolean): Promise<LogLine> {
      const written = lines.find(fits);
      if (written !== undefined) return Promise.resolve(written);
      return new Promise((resolve) => {
        const hear = (line: LogLine) => {
          if (!fits(line)) return;
          waiting.delete(hear);
          resolve(line);
        };
        waiting.add(hear);
      });
    },
  };
}
