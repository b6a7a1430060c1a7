// A subgraph with one field that fails on demand: any reply, or none, or nobody there.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Reply = (response: ServerResponse) => void;

export interface HostileSubgraph {
  readonly name: string;
  readonly url: string;
  /** The schema: a query with the subgraph's name, and a mutation. */
  readonly sdl: string;
  /** Headers of the requests since `reset`. */
  readonly requests: IncomingHttpHeaders[];
  /** The most requests that were unanswered at the same time since `reset`. */
  mostAtOnce(): number;
  /** How requests are answered, from the next one on; several: one after the other, the last one for all that follow. */
  reply(...replies: readonly Reply[]): void;
  /** Ends when so many requests have come since `reset`. */
  asked(count: number): Promise<void>;
  /** Friendly again; forgets requests. */
  reset(): void;
  /** Cuts all connections and no longer listens. */
  kill(): Promise<void>;
  /** Listens again, at the same address. */
  revive(): Promise<void>;
}

/** Answers as it should: whatever is asked for is 1. */
export const friendly =
  (name: string): Reply =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: { [name]: 1, [`set_${name}`]: 1 } }));

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Reply =>
  (response) =>
    void response.writeHead(code, { 'content-type': 'text/html', ...headers }).end('<h1>10.0.0.7 is away</h1>');

export const frozen: Reply = () => undefined;

/** The connection is cut before anything of the answer. */
export const closed: Reply = (response) => void response.socket?.end();
export const reset: Reply = (response) => void response.socket?.resetAndDestroy();

/** The head, half of the body, and the end of the connection. */
export const half: Reply = (response) => {
  const { socket } = response;
  response.writeHead(200, { 'content-length': '100' }).write('{"data":', () => socket?.destroy());
};

/** Keeps what is asked until it is told to answer. */
export function holding(answer: Reply): { readonly reply: Reply; release(): void } {
  const held: ServerResponse[] = [];
  let isReleased = false;
  return {
    reply: (response) => void (isReleased ? answer(response) : held.push(response)),
    release() {
      isReleased = true;
      for (const response of held.splice(0)) answer(response);
    },
  };
}

/** The caller kills it in the end. */
export async function startHostile(name: string): Promise<HostileSubgraph> {
  const requests: IncomingHttpHeaders[] = [];
  const waiting = new Set<() => void>();
  let replies: readonly Reply[] = [friendly(name)];
  let [unanswered, most] = [0, 0];
  const server = createServer(async (request, response) => {
    most = Math.max(most, ++unanswered);
    // Given away or gone: 'close' alone may come after the next request of who has been answered.
    void Promise.race(['finish', 'close'].map((event) => once(response, event))).then(() => void unanswered--);
    await request.toArray();
    requests.push(request.headers);
    const [reply, ...rest] = replies;
    if (rest.length > 0) replies = rest;
    reply?.(response);
    for (const look of waiting) look();
  });
  server.keepAliveTimeout = 65_000; // as a real one
  const port = await listen(server, 0);
  return {
    name,
    url: `http://127.0.0.1:${port}/graphql`,
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9")
      type Query { ${name}: Int }
      type Mutation { set_${name}: Int }`,
    requests,
    mostAtOnce: () => most,
    reply(...next) {
      replies = next;
    },
    asked: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (requests.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    reset() {
      requests.length = 0;
      most = unanswered;
      replies = [friendly(name)];
    },
    async kill() {
      if (!server.listening) return;
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await ended;
    },
    revive: async () => void (await listen(server, port)),
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port; // a TCP server that listens has one
}
