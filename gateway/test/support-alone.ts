// For tests of the gateway that stands alone: subgraphs that know nothing of it, made with Apollo's own library, and a gateway by its settings.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { createLogger } from '@tributary/logging';
import { composeSubgraphs } from '@tributary/schema-check';
import { assertNoLeaks } from '@tributary/test-kit';
import { graphql, parse } from 'graphql';
import { Pool } from 'undici';
import { standaloneConfig } from '../src/standalone-config.ts';
import { startGateway } from '../src/start-gateway.ts';

export const link = (directives: string, version = 'v2.9') =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/${version}", import: [${directives}])\n`;

export interface ForeignRequest {
  readonly headers: IncomingHttpHeaders;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Answers instead of the subgraph. */
export type ForeignReply = (response: ServerResponse, request: ForeignRequest) => void;

export interface ForeignSubgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
  /** Since the last `reset`. */
  readonly requests: ForeignRequest[];
  /** No answer is given before the function is called that this gives. */
  hold(): () => void;
  /** Ends when a request comes, or has come, whose query has this in it. */
  asked(text: string): Promise<void>;
  reply(reply: ForeignReply | null): void;
  reset(): void;
  stop(): Promise<void>;
}

export type ForeignResolvers = GraphQLResolverMap;

/** A server of graphql-js and `@apollo/subgraph`: nothing of this project is in it. */
export async function startForeign(name: string, sdl: string, resolvers: ForeignResolvers): Promise<ForeignSubgraph> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]);
  const requests: ForeignRequest[] = [];
  const waiting = new Set<{ readonly text: string; readonly hear: () => void }>();
  let held = Promise.resolve();
  let reply: ForeignReply | null = null;
  const server = await listening(async (message, response) => {
    const body = Buffer.concat(await message.toArray()).toString();
    const request: ForeignRequest = { variables: {}, ...JSON.parse(body), headers: message.headers };
    requests.push(request);
    for (const one of waiting) if (request.query.includes(one.text)) one.hear();
    await held;
    if (reply !== null) return reply(response, request);
    const { query: source, variables: variableValues, headers } = request;
    const answer = await graphql({ schema, source, variableValues, contextValue: { headers } });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  return {
    name,
    url: server.url,
    sdl,
    requests,
    hold() {
      const holding = Promise.withResolvers<void>();
      held = holding.promise;
      return holding.resolve;
    },
    asked: (text) =>
      new Promise((resolve) => {
        if (requests.some(({ query }) => query.includes(text))) resolve();
        else waiting.add({ text, hear: resolve });
      }),
    reply(next) {
      reply = next;
    },
    reset() {
      requests.length = 0;
      waiting.clear();
      held = Promise.resolve();
      reply = null;
    },
    stop: server.stop,
  };
}

/** A server on a port of its own. */
export async function listening(answer: RequestListener): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer(answer);
  server.keepAliveTimeout = 65_000; // as a real one
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

export function composed(subgraphs: readonly Pick<ForeignSubgraph, 'name' | 'url' | 'sdl'>[]): string {
  const composition = composeSubgraphs(subgraphs.map(({ name, url, sdl }) => ({ name, url, sdl, file: name })));
  if (composition.kind === 'failed') throw new Error(JSON.stringify(composition.errors));
  return composition.supergraph;
}

export interface AloneGateway {
  readonly url: string;
  readonly supergraphFile: string;
  readonly lines: { readonly level: string; readonly message: string; readonly [field: string]: unknown }[];
  /** Sends an operation; those sent one after the other are read in that order. */
  ask(query: string, headers?: Readonly<Record<string, string>>, variables?: unknown): Promise<AloneAnswer>;
  /** The same with a body as it is. */
  send(body: string, headers?: Readonly<Record<string, string>>): Promise<AloneAnswer>;
  /** Ends when a line with this message is written, or was since `lines` was emptied. */
  logged(message: string): Promise<void>;
  stop(): Promise<void>;
}

export interface AloneAnswer {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly path?: unknown; readonly extensions: { readonly code: string } }[];
}

/** Starts a gateway as its command line does. The caller stops it. */
export async function startAlone(supergraph: string, settings: object = {}): Promise<AloneGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-alone-'));
  const supergraphFile = join(folder, 'supergraph.graphql');
  writeFileSync(supergraphFile, supergraph);
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ supergraph: 'supergraph.graphql', port: 0, ...settings }));
  const config = standaloneConfig(['--config', 'settings.json'], folder);
  if (config === null) throw new Error('Nobody asked for help.');
  const lines: AloneGateway['lines'] = [];
  const waiting = new Set<() => void>();
  const write = (text: string): void => {
    lines.push(JSON.parse(text));
    for (const look of waiting) look();
  };
  const gateway = await startGateway(config, createLogger({ service: 'gateway', write }));
  // One connection, on which requests do not wait for answers.
  const client = new Pool(new URL(gateway.url).origin, { connections: 1, pipelining: 20 });
  const send: AloneGateway['send'] = async (body, headers = {}) => {
    const sent = { 'content-type': 'application/json', ...headers };
    const response = await client.request({ path: '/graphql', method: 'POST', headers: sent, body, idempotent: true, blocking: false });
    const answer = (await response.body.json()) as Omit<AloneAnswer, 'status'>; // GraphQL over HTTP
    assertNoLeaks(answer.errors);
    return { status: response.statusCode, ...answer };
  };
  return {
    url: gateway.url,
    supergraphFile,
    lines,
    send,
    ask: (query, headers, variables) => send(JSON.stringify({ query, variables }), headers),
    logged: (message) =>
      new Promise((resolve) => {
        const look = () => {
          if (!lines.some((line) => line.message === message)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async stop() {
      await client.close();
      await gateway.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
