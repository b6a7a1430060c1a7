// One HTTP server for all subgraphs of all cases, each a path of its own; it answers from the world of the running case, with its faults.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { GraphQLSchema } from 'graphql';
import { failRequest } from './fail-request.ts';
import type { Fault, Touched } from './faults.ts';
import { send } from './send.ts';
import { type AnswerContext, answerOf, type SubgraphRequest } from './subgraph-answer.ts';
import type { World } from './world.ts';

/** What the server works with while one side executes one operation. */
export interface Scene {
  readonly world: World;
  readonly faults: readonly Fault[];
  /** How long a subgraph thinks before it answers, where not at once. */
  readonly delaysMs: ReadonlyMap<string, number>;
}

/** What was seen of it. */
export interface Sighting {
  readonly touched: Touched[];
  readonly met: Fault[];
  readonly requests: { readonly subgraph: string; readonly query: string; readonly variables: unknown }[];
}

export interface SubgraphServer {
  /** Addresses for the subgraphs of one supergraph. */
  place(): { url(subgraph: string): string; serve(subgraph: string, schema: GraphQLSchema): void };
  /** Takes away all that were added. */
  clear(): void;
  /** Sets the scene for what comes; ends that of before. */
  begin(scene: Scene): Sighting;
  close(): Promise<void>;
}

interface Running {
  readonly scene: Scene;
  readonly sighting: Sighting;
  readonly touchedKeys: Set<string>;
  steps: number;
}

export async function startSubgraphServer(): Promise<SubgraphServer> {
  const schemas = new Map<string, GraphQLSchema>();
  let supergraphs = 0;
  let running: Running | undefined;
  const server = createServer((request, response) => {
    answer(request, response).catch((cause: unknown) => {
      response.writeHead(599).end(`fault of the test itself: ${String(cause)}`);
    });
  });
  // A connection that closes while it is idle would fail the next request by chance.
  server.keepAliveTimeout = 0;
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const schema = schemas.get(path);
    const current = running;
    if (schema === undefined || current === undefined) throw new Error(`nobody is at ${path}`);
    const subgraph = path.split('/').at(-1) ?? '';
    const body = JSON.parse(await text(request)) as SubgraphRequest; // an executor wrote it
    current.sighting.requests.push({ subgraph, query: body.query, variables: body.variables });
    const context = contextOf(schema, subgraph, current);
    const { result, requestFault } = await answerOf(body, context);
    const delayMs = current.scene.delaysMs.get(subgraph) ?? 0;
    if (delayMs > 0) await new Promise((done) => setTimeout(done, delayMs));
    if (requestFault !== undefined) return failRequest(requestFault, result, request, response);
    send(response, 200, 'application/json', JSON.stringify(result));
  }

  return {
    place() {
      const prefix = `/${++supergraphs}/`;
      return {
        url: (subgraph) => `http://127.0.0.1:${port}${prefix}${subgraph}`,
        serve: (subgraph, schema) => void schemas.set(prefix + subgraph, schema),
      };
    },
    clear: () => schemas.clear(),
    begin(scene) {
      running = { scene, sighting: { touched: [], met: [], requests: [] }, touchedKeys: new Set(), steps: 0 };
      return running.sighting;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function contextOf(schema: GraphQLSchema, subgraph: string, running: Running): AnswerContext {
  const { scene, sighting, touchedKeys } = running;
  const faults = scene.faults.filter((fault) => fault.subgraph === subgraph);
  const met = (fault: Fault): void => {
    if (!sighting.met.includes(fault)) sighting.met.push(fault);
  };
  return {
    subgraph,
    schema,
    faults,
    met,
    world: scene.world,
    fault(object, field, kinds) {
      const found = faults.find((fault) => fault.object === object && fault.field === field && kinds.includes(fault.kind));
      if (found !== undefined) met(found);
      return found;
    },
    touch(object, field, top) {
      const key = `${subgraph}|${object}|${field}|${top}`;
      if (touchedKeys.has(key)) return;
      touchedKeys.add(key);
      sighting.touched.push({ subgraph, object, field, top });
    },
    step: () => ++running.steps,
  };
}
