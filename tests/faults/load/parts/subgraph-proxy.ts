// Stands before a subgraph: passes on what it says, or says something else.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';

/** What becomes of an answer: its body as the subgraph wrote it. */
export type Reply = (response: ServerResponse, body: string) => void;

export interface SubgraphProxy {
  readonly url: string;
  /** From now on answers go this way; several: one after the other, again and again. */
  reply(...replies: readonly Reply[]): void;
  stop(): Promise<void>;
}

export const json = { 'content-type': 'application/json; charset=utf-8' };

export const asItIs: Reply = (response, body) => void response.writeHead(200, json).end(body);

export const later =
  (ms: number): Reply =>
  (response, body) =>
    void setTimeout(() => asItIs(response, body), ms);

/** Headers that belong to one connection. */
const hop = new Set(['connection', 'host', 'keep-alive', 'transfer-encoding', 'content-length']);

/** The caller stops it. */
export async function startSubgraphProxy(target: string): Promise<SubgraphProxy> {
  const agent = new Agent({ connections: 128 });
  let replies: readonly Reply[] = [asItIs];
  let turn = 0;
  const server = createServer(async (asked, response) => {
    try {
      const content = Buffer.concat(await asked.toArray());
      const headers = Object.entries(asked.headers).filter(([name]) => !hop.has(name));
      const answer = await request(target, { method: 'POST', headers: Object.fromEntries(headers), body: content, dispatcher: agent });
      const body = await answer.body.text();
      turn += 1;
      replies[turn % replies.length]?.(response, body);
    } catch {
      response.destroy(); // nobody is there: that is what a broken connection says
    }
  });
  server.keepAliveTimeout = 65_000; // as a real one
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, // a TCP server that listens has one
    reply(...next) {
      replies = next;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await agent.destroy();
    },
  };
}
