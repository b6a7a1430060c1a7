// `@apollo/gateway` with another executor: the same options, hooks, schema updates and error shapes.
import { ApolloGateway, type GatewayConfig, type GraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import type { Send } from '../execute/run.ts';
import { loadSupergraph } from '../load-supergraph.ts';
import type { PreparedOperation } from '../prepared-operation.ts';
import { OperationRefused, type Supergraph } from '../supergraph.ts';
import { askThrough, isPlain, quicken } from './data-sources.ts';
import { createDirectSender, type DirectSender } from './direct-sender.ts';
import { stockCompletionError, stockError } from './stock-errors.ts';

export type GatewayRequestContext = Parameters<ApolloGateway['executor']>[0];
type GatewayResult = Awaited<ReturnType<ApolloGateway['executor']>>;
type LoadOptions = Parameters<ApolloGateway['load']>[0];

export interface TributaryGatewayOptions {
  /** Where operations are planned: `worker` keeps the event loop free, `thread` needs no second thread. */
  readonly planIn?: 'worker' | 'thread';
}

interface Subgraph {
  readonly source: GraphQLDataSource;
  /** Null when the data source wants to see each fetch. */
  readonly sender: DirectSender | null;
}

/** Give it to `new ApolloServer({ gateway })` in place of an `ApolloGateway`. */
export class TributaryGateway extends ApolloGateway {
  readonly #subgraphs: Map<string, Subgraph>;
  readonly #planIn: 'worker' | 'thread';
  readonly #showsPlans: boolean;
  readonly #stockExecutor: ApolloGateway['executor'];
  /** Null: this supergraph is left to the stock executor. */
  #supergraph: Promise<Supergraph | null> = Promise.resolve(null);

  constructor(config: GatewayConfig = {}, { planIn = 'worker' }: TributaryGatewayOptions = {}) {
    const subgraphs = new Map<string, Subgraph>();
    super({ ...config, buildService: (definition) => subgraphOf(definition, config, subgraphs) });
    this.#subgraphs = subgraphs;
    this.#planIn = planIn;
    this.#stockExecutor = this.executor;
    // Whoever looks at plans wants those of @apollo/gateway.
    this.#showsPlans = config.experimental_didResolveQueryPlan !== undefined || config.debug === true;
    this.executor = (context) => this.#execute(context);
    this.onSchemaLoadOrUpdate(({ coreSupergraphSdl }) => this.#replace(coreSupergraphSdl));
  }

  override async load(options?: LoadOptions): ReturnType<ApolloGateway['load']> {
    const loaded = await super.load(options);
    await this.#supergraph;
    return { ...loaded, executor: this.executor };
  }

  override async stop(): Promise<void> {
    await super.stop();
    await (await this.#supergraph)?.close();
    await Promise.all([...this.#subgraphs.values()].map(({ sender }) => sender?.client.close()));
  }

  #replace(supergraphSdl: string): void {
    const former = this.#supergraph;
    const separate = new Set([...this.#subgraphs].filter(([, { sender }]) => sender === null).map(([name]) => name));
    this.#supergraph = loadSupergraph({ supergraphSdl, mode: 'object', planIn: this.#planIn, separate }).catch(() => null);
    // What runs keeps the plans that it has.
    void this.#supergraph.then(async () => (await former)?.close());
  }

  async #execute(context: GatewayRequestContext): Promise<GatewayResult> {
    const supergraph = await this.#supergraph;
    if (supergraph === null || this.#wantsStock(context)) return this.#stockExecutor(context);
    let operation: PreparedOperation;
    try {
      const prepared = supergraph.prepare(context.source, context.request.operationName ?? null);
      operation = prepared instanceof Promise ? await prepared : prepared;
    } catch (error) {
      if (!(error instanceof OperationRefused)) throw error;
      return { errors: error.faults.map(({ message, code }) => new GraphQLError(message, { extensions: { code } })) };
    }
    return run(supergraph, operation, context, (request) => this.#send(request, context));
  }

  #wantsStock({ request, metrics }: GatewayRequestContext): boolean {
    return this.#showsPlans || metrics.captureTraces === true || request.http?.headers.has('apollo-query-plan-experimental') === true;
  }

  #send(request: Parameters<Send>[0], context: GatewayRequestContext): ReturnType<Send> {
    const subgraph = this.#subgraphs.get(request.subgraph);
    if (subgraph === undefined) return Promise.reject(new Error(`Couldn't find service with name "${request.subgraph}"`));
    return subgraph.sender === null ? askThrough(subgraph.source, request, context) : subgraph.sender.ask(request, context);
  }
}

async function run(
  supergraph: Supergraph,
  operation: PreparedOperation,
  context: GatewayRequestContext,
  send: Send,
): Promise<GatewayResult> {
  const variables = context.request.variables ?? {};
  const refused = operation.variableFaults(variables);
  if (refused.length > 0) return { errors: [...refused] };
  const { data, faults, completion } = await supergraph.execute(operation, variables, send);
  const shown = data as NonNullable<GatewayResult['data']>; // loaded for objects
  if (faults.length > 0) {
    const paths = faults.flatMap((fault) => (fault.kind === 'field' ? [{ subgraph: fault.subgraph, path: fault.error.path }] : []));
    const { metrics } = context;
    metrics.nonFtv1ErrorPaths = [...(metrics.nonFtv1ErrorPaths ?? []), ...(paths as NonNullable<typeof metrics.nonFtv1ErrorPaths>)]; // as the subgraph sent them
    return { data: shown, errors: faults.map(stockError) };
  }
  if (completion.length > 0) return { data: shown, extensions: { valueCompletion: completion.map(stockCompletionError) } };
  return { data: shown };
}

function subgraphOf(
  definition: { readonly name: string; readonly url?: string },
  config: GatewayConfig,
  subgraphs: Map<string, Subgraph>,
): GraphQLDataSource {
  const url = definition.url ?? '';
  const source = config.buildService?.({ ...definition, url }) ?? new RemoteGraphQLDataSource({ url });
  const isDirect = isPlain(source) && source.url !== undefined && source.url !== '';
  if (!isDirect) quicken(source);
  const former = subgraphs.get(definition.name);
  subgraphs.set(definition.name, {
    source,
    sender: isDirect ? createDirectSender(source.url ?? '', source.honorSubgraphCacheControlHeader) : null,
  });
  void former?.sender?.client.end();
  return source;
}
