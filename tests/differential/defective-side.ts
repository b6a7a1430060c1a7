// Stock with one defect.
import { ApolloGateway, type GatewayConfig } from '@apollo/gateway';
import type { Defect, FetchAnswer, FetchRequest } from './defects.ts';
import { ImpatientDataSource, type Operation, type QueryPlan, type Side, startSide } from './sides.ts';

type Process = InstanceType<typeof ImpatientDataSource>['process'];

class DefectiveDataSource extends ImpatientDataSource {
  readonly #defect: Defect;

  constructor(url: string, defect: Defect) {
    super({ url });
    this.#defect = defect;
  }

  override async process(options: Parameters<Process>[0]): ReturnType<Process> {
    const { request, response, failure } = this.#defect;
    const sent: FetchRequest = { query: options.request.query ?? '', variables: options.request.variables ?? {} };
    request?.(sent);
    try {
      const answer = await super.process({ ...options, request: { ...options.request, variables: sent.variables } });
      response?.(answer as FetchAnswer, sent); // what a subgraph answers, whose errors and data are plain
      return answer;
    } catch (error) {
      const instead = failure?.(error);
      if (instead === undefined) throw error;
      return instead as Awaited<ReturnType<Process>>; // errors as a subgraph sends them
    }
  }
}

/** `planOf` gives the plan that stock has for the running operation, which saves planning again. */
export function defectiveSide(defect: Defect, planOf: () => QueryPlan | undefined): (supergraphSdl: string) => Promise<Side> {
  return async (supergraphSdl) => {
    const gateway = new ApolloGateway({
      supergraphSdl,
      logger: silent,
      buildService: ({ url = '' }) => new DefectiveDataSource(url, defect),
      ...(defect.operation === undefined ? { queryPlannerConfig: { cache: cacheOf(defect, planOf) } } : {}),
    });
    const side = await startSide(defect.name, gateway);
    if (defect.completion !== undefined) await completeBy(gateway, defect.completion(supergraphSdl));
    return {
      ...side,
      async execute(operation) {
        const answer = await side.execute(changed(operation, defect));
        return defect.answer === undefined ? answer : defect.answer(answer);
      },
    };
  };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

const changed = (operation: Operation, { operation: change }: Defect): Operation =>
  change === undefined ? operation : { ...operation, text: change(operation.text) };

function cacheOf(
  { plan: change }: Defect,
  planOf: () => QueryPlan | undefined,
): NonNullable<NonNullable<GatewayConfig['queryPlannerConfig']>['cache']> {
  return {
    async get() {
      const plan = planOf();
      if (plan === undefined || change === undefined) return plan;
      const copy = structuredClone(plan);
      change(copy);
      return copy;
    },
    async set() {},
    async delete() {},
    clear() {},
  };
}

/** Gives the gateway another API schema to complete answers by, taken from a gateway that has loaded another supergraph. */
async function completeBy(gateway: ApolloGateway, supergraphSdl: string): Promise<void> {
  const other = new ApolloGateway({ supergraphSdl, logger: silent });
  await other.load();
  Reflect.set(gateway, 'apiSchema', Reflect.get(other, 'apiSchema')); // private, but plain at run time
  await other.stop();
}
