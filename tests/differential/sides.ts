// The executors under comparison, each behind an ApolloServer, each given the same supergraph.
import { ApolloGateway, type GatewayConfig, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { TributaryGateway } from '@tributary/executor/drop-in';

process.env['APOLLO_TELEMETRY_DISABLED'] = 'true'; // read when a gateway is made

export type QueryPlan = Parameters<NonNullable<GatewayConfig['experimental_didResolveQueryPlan']>>[0]['queryPlan'];

/** A request of a client. */
export interface Operation {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly AnswerError[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Side {
  readonly name: string;
  execute(operation: Operation): Promise<Answer>;
  stop(): Promise<void>;
}

export type SideFactory = (supergraphSdl: string) => Promise<Side>;

/** A subgraph that never answers is waited for no longer than this. */
const timeoutMs = 300;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The data source of stock, which gives up after the limit. */
export class ImpatientDataSource extends RemoteGraphQLDataSource {
  constructor(config: { readonly url: string }) {
    super({ url: config.url });
    const fetcher = this.fetcher;
    this.fetcher = (url, init) => fetcher(url, { ...init, ...{ timeout: timeoutMs } }); // what stock's fetcher calls it
  }
}

export interface StockHooks {
  readonly onPlan?: (plan: QueryPlan) => void;
  readonly dataSource?: (url: string, name: string) => RemoteGraphQLDataSource;
}

export function stockSide({ onPlan, dataSource = (url) => new ImpatientDataSource({ url }) }: StockHooks = {}): SideFactory {
  return (supergraphSdl) =>
    startSide(
      'stock',
      new ApolloGateway({
        supergraphSdl,
        logger: silent,
        buildService: ({ url = '', name }) => dataSource(url, name),
        ...(onPlan === undefined ? {} : { experimental_didResolveQueryPlan: ({ queryPlan }) => onPlan(queryPlan) }),
      }),
    );
}

export type Transport = 'direct' | 'data source';

/** Ours, asking subgraphs itself or through data sources as stock does; planning in a thread of its own costs a second per gateway. */
export function ourSide(transport: Transport, planIn: 'thread' | 'worker' = 'thread'): SideFactory {
  const sources =
    transport === 'direct' ? {} : { buildService: ({ url = '' }: { readonly url?: string }) => new ImpatientDataSource({ url }) };
  return async (supergraphSdl) => {
    const gateway = new TributaryGateway({ supergraphSdl, logger: silent, ...sources }, { planIn });
    const side = await startSide('ours', gateway);
    forbidStock(gateway);
    return side;
  };
}

/** A supergraph that ours cannot load is left to stock in silence: here that is a failure. */
function forbidStock(gateway: ApolloGateway): void {
  const planner: object = Reflect.get(gateway, 'queryPlanner'); // private, but plain at run time
  Reflect.set(planner, 'buildQueryPlan', () => {
    throw new Error('ours left the operation to stock');
  });
}

/** Each way in turn, by the supergraph that a seed belongs to. */
export function ourSideFor(supergraph: number): SideFactory {
  return ourSide(supergraph % 2 === 0 ? 'direct' : 'data source', supergraph % 20 === 19 ? 'worker' : 'thread');
}

/** @throws {Error} if the gateway refuses the supergraph */
export async function startSide(name: string, gateway: ApolloGateway): Promise<Side> {
  const server = new ApolloServer({
    gateway,
    logger: silent,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
  });
  await server.start();
  return {
    name,
    async execute({ text, variables, operationName }) {
      const request = { query: text, variables: { ...variables }, ...(operationName === undefined ? {} : { operationName }) };
      const { body } = await server.executeOperation(request);
      if (body.kind === 'incremental') throw new Error('an incremental answer to an operation without @defer');
      return answerOf(JSON.parse(JSON.stringify(body.singleResult)));
    },
    stop: () => server.stop(),
  };
}

function answerOf({
  data,
  errors = [],
  extensions = {},
}: {
  data?: unknown;
  errors?: AnswerError[];
  extensions?: Record<string, unknown>;
}): Answer {
  return { data, errors, extensions };
}
