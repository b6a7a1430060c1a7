// A subgraph over HTTP that tells what it was asked, and answers otherwise when told to.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, graphql, parse } from 'graphql';

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
  readonly extensions: unknown;
  /** All of it, as it came. */
  readonly body: string;
}

/** Answers in place of the subgraph; false: it may answer itself. */
export type Answer = (response: ServerResponse, request: ReceivedRequest) => boolean | Promise<boolean>;

export interface SubgraphServer {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: string;
  readonly schema: GraphQLSchema;
  /** Gives what it was asked since it was last asked for. */
  received(): readonly ReceivedRequest[];
  answerWith(answer: Answer | null): void;
  close(): Promise<void>;
}

export interface SubgraphDefinition {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: Readonly<Record<string, unknown>>;
}

export const linked = (typeDefs: string): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires"])\n${typeDefs}`;

export function schemaOf({ typeDefs, resolvers }: Pick<SubgraphDefinition, 'typeDefs' | 'resolvers'>) {
  return buildSubgraphSchema([{ typeDefs: parse(linked(typeDefs)), resolvers: resolvers as Record<string, never> }]); // resolver maps of any shape
}

export async function startSubgraph(definition: SubgraphDefinition): Promise<SubgraphServer> {
  const schema = schemaOf(definition);
  let received: ReceivedRequest[] = [];
  let answer: Answer | null = null;
  const respond = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await incoming.toArray()).join('');
    const { query = '', variables = {}, operationName, extensions } = JSON.parse(body || '{}');
    const request = { path: incoming.url ?? '', headers: incoming.headers, query, variables, operationName, extensions, body };
    received.push(request);
    if (answer !== null && (await answer(response, request))) return;
    const result = await graphql({ schema, source: query, variableValues: variables, operationName });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  };
  const server = createServer((incoming, response) => void respond(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    name: definition.name,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, // it listens on a port
    typeDefs: definition.typeDefs,
    schema,
    received() {
      const all = received;
      received = [];
      return all;
    },
    answerWith(other) {
      answer = other;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
