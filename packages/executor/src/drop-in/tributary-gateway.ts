// `@apollo/gateway` with another executor: the same options, hooks, schema updates and error shapes.
import { ApolloGateway, type GatewayConfig, type GraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import type { FieldFault } from '../execute/faults.ts';
import { isObject } from '../execute/objects.ts';
import type { Send } from '../execute/run.ts';
import type { Execution } from '../execute-operation.ts';
import { loadSupergraph } from '../load-supergraph.ts';
import type { PreparedOperation } from '../prepared-operation.ts';
import { OperationRefused, type Supergraph } from '../supergraph.ts';
import { askThrough, isPlain, quicken, withFetcherRemembered } from './data-sources.ts';
import { createDirectSender, type DirectSender } from './direct-sender.ts';
import { traced } from './plan-trace.ts';
import { inRequestSpan, type Step, type Telemetry } from './spans.ts';
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

/** Whoever comes from @apollo/gateway has operations that were planned however long it took. */
const planning = { budgetMs: 10_000, maxMemoryMb: 2_048 };

/** Give it to `new ApolloServer({ gateway })` in place of an `ApolloGateway`. */
export class TributaryGateway extends ApolloGateway {
  readonly #subgraphs: Map<string, Subgraph>;
  readonly #planIn: 'worker' | 'thread';
  readonly #showsPlans: boolean;
  readonly #showsPlansOnRequest: boolean;
  readonly #showsDocuments: boolean;
  readonly #logger: GatewayConfig['logger'];
  readonly #telemetry: Telemetry;
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
    // biome-ignore lint/style/noProcessEnv: it is where stock's default comes from
    this.#showsPlansOnRequest = config.__exposeQueryPlanExperimental ?? process.env['NODE_ENV'] !== 'production';
    this.#logger = config.logger;
    this.#telemetry = config.telemetry;
    this.#showsDocuments = config.queryPlannerConfig?.exposeDocumentNodeInFetchNode === true;
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
    const options = { supergraphSdl, mode: 'object', planIn: this.#planIn, separate, planning } as const;
    this.#supergraph = loadSupergraph(options).catch((error: unknown) => {
      this.#logger?.warn(`Operations of this supergraph are left to the executor of @apollo/gateway: ${String(error)}`);
      return null;
    });
    // What runs keeps the plans that it has.
    void this.#supergraph.then(async () => (await former)?.close());
  }

  async #execute(context: GatewayRequestContext): Promise<GatewayResult> {
    const pinned = this.#supergraph;
    const supergraph = await pinned;
    if (supergraph === null || this.#wantsStock(context)) return this.#stockExecutor(context);
    const send: Send = (request) => this.#send(request, context);
    return inRequestSpan(context, this.#telemetry, async (step, span) => {
      let operation: PreparedOperation;
      try {
        const prepared = supergraph.prepare(context.source, context.request.operationName ?? null);
        operation = prepared instanceof Promise ? await step('plan', nameOf(context), () => prepared) : prepared;
      } catch (error) {
        // The planner was closed for that of another supergraph.
        return pinned === this.#supergraph ? refusedBy(error) : this.#execute(context);
      }
      span.setAttribute('graphql.operation.type', operation.kind);
      return run(supergraph, operation, context, send, step).catch(refusedBy);
    });
  }

  #wantsStock({ request }: GatewayRequestContext): boolean {
    return this.#showsPlans || (this.#showsPlansOnRequest && request.http?.headers.has('apollo-query-plan-experimental') === true);
  }

  #send(request: Parameters<Send>[0], context: GatewayRequestContext): ReturnType<Send> {
    const subgraph = this.#subgraphs.get(request.subgraph);
    if (subgraph === undefined) return Promise.reject(new Error(`Couldn't find service with name "${request.subgraph}"`));
    return subgraph.sender === null
      ? askThrough(subgraph.source, request, context, this.#showsDocuments)
      : subgraph.sender.ask(request, context);
  }
}

const nameOf = ({ operationName }: GatewayRequestContext) => (operationName ? { 'graphql.operation.name': operationName } : {});

function refusedBy(error: unknown): GatewayResult {
  if (!(error instanceof OperationRefused)) throw error;
  return { errors: error.faults.map(({ message, code }) => new GraphQLError(message, { extensions: { code } })) };
}

async function run(
  supergraph: Supergraph,
  operation: PreparedOperation,
  context: GatewayRequestContext,
  send: Send,
  step: Step,
): Promise<GatewayResult> {
  const variables = context.request.variables ?? {};
  const refused = step(
    'validate',
    {},
    () => operation.variableFaults(variables),
    (faults) => faults,
  );
  if (refused.length > 0) return { errors: [...refused] };
  const sendInStep: Send = (request) => step('fetch', { service: request.subgraph }, () => send(request));
  const finish = (work: () => Execution): Execution =>
    step('postprocessing', {}, work, ({ faults, completion }) => (faults.length === 0 ? completion.map(stockCompletionError) : []));
  const execute = (to: Send): Promise<Execution> => {
    if (operation.kind === 'subscription') throw new Error('Execution of subscriptions not supported by gateway');
    return supergraph.execute(operation, variables, to, finish);
  };
  return step(
    'execute',
    {},
    async () => resultOf(await traced(operation, context, sendInStep, execute), context),
    ({ errors }) => errors,
  );
}

function resultOf({ data, faults, completion }: Execution, { metrics }: GatewayRequestContext): GatewayResult {
  const shown = data as NonNullable<GatewayResult['data']>; // loaded for objects
  if (faults.length > 0) {
    // As the subgraphs sent them, each once; a trace tells of its errors itself.
    const told = new Map(
      faults.flatMap((fault) => (fault.kind === 'field' && !hasTrace(fault) ? [[fault.error, fault.subgraph] as const] : [])),
    );
    const paths = [...told].map(([{ path }, subgraph]) => ({ subgraph, path }));
    metrics.nonFtv1ErrorPaths = [...(metrics.nonFtv1ErrorPaths ?? []), ...(paths as NonNullable<typeof metrics.nonFtv1ErrorPaths>)]; // as above
    return { data: shown, errors: faults.map(stockError) };
  }
  if (completion.length > 0) return { data: shown, extensions: { valueCompletion: completion.map(stockCompletionError) } };
  return { data: shown };
}

const hasTrace = ({ extensions }: FieldFault): boolean => isObject(extensions) && Boolean(extensions['ftv1']);

function subgraphOf(
  definition: { readonly name: string; readonly url?: string },
  config: GatewayConfig,
  subgraphs: Map<string, Subgraph>,
): GraphQLDataSource {
  const url = definition.url ?? '';
  const source = withFetcherRemembered(() => config.buildService?.({ ...definition, url }) ?? new RemoteGraphQLDataSource({ url }));
  const isDirect = isPlain(source);
  if (!isDirect) quicken(source);
  const former = subgraphs.get(definition.name);
  const askOtherwise: DirectSender['ask'] = (request, context) => askThrough(source, request, context);
  subgraphs.set(definition.name, { source, sender: isDirect ? createDirectSender(source, askOtherwise) : null });
  void former?.sender?.client.end();
  return source;
}
