// One generation of a supergraph: its schema, its planner, and the operations that were prepared for it.
import { createHash } from 'node:crypto';
import { AppError } from '@tributary/errors';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { instantiate } from './execute/executable-plan.ts';
import { own } from './execute/objects.ts';
import { createIsOfType } from './execute/rewrites.ts';
import type { Send, Variables } from './execute/run.ts';
import { type ExecutionPart, executeIncrementally } from './execute-incrementally.ts';
import { type Execution, executeOperation, type Finish, type Surroundings } from './execute-operation.ts';
import type { Planner, PlanOutcome, RequestFault } from './planner.ts';
import type { UnresolvedField } from './planning/check-plan.ts';
import type { CostDirectives } from './planning/cost-directives.ts';
import { unresolvedError } from './planning/unresolved-error.ts';
import { createPreparedOperation, type PreparedOperation } from './prepared-operation.ts';

export interface OperationText {
  readonly text: string;
  readonly operationName: string | null;
}

export interface Supergraph {
  /** A hash of its text. */
  readonly id: string;
  /** What clients see of it. */
  readonly schema: GraphQLSchema;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** What it says that its parts cost. */
  readonly costs: CostDirectives;
  /**
   * At once when the operation is known, else when it is planned; `client` is who asks, in whatever words.
   * @throws {OperationRefused} when it is not one of this supergraph.
   * @throws {AppError} PLANNING_BUDGET_EXCEEDED, SERVICE_UNAVAILABLE
   */
  prepare(text: string, operationName?: string | null, client?: string): PreparedOperation | Promise<PreparedOperation>;
  /**
   * Runs it. The variables must be good (`operation.variableFaults`).
   * @throws {OperationRefused} when the variables select a root field that no subgraph gives.
   */
  execute(operation: PreparedOperation, variables: Variables, send: Send, finish?: Finish): Promise<Execution>;
  /** The same as a stream: what is deferred (`@defer`) comes in parts of its own. Data is objects. */
  executeIncrementally(operation: PreparedOperation, variables: Variables, send: Send): AsyncGenerator<ExecutionPart>;
  /** The operations used last, for `warm` of the next generation. */
  recentOperations(limit: number): readonly OperationText[];
  /** Prepares operations before anyone asks for them; those that this supergraph refuses are left out. */
  warm(operations: readonly OperationText[]): Promise<void>;
  /** Ends the planner. What is prepared can still be executed. */
  close(): Promise<void>;
}

export interface SupergraphOptions {
  readonly supergraphSdl: string;
  readonly planner: Planner;
  /** What `execute` gives as data. */
  readonly mode: 'text' | 'object';
  /** Bound of what prepared operations may take in memory, estimated. */
  readonly maxCacheBytes?: number;
  /** Refuses a document before anything is done with it; null lets it pass. Asked for what is not prepared yet. */
  readonly judge?: ((text: string) => RequestFault | null) | undefined;
}

/** A document that is not executed: bad syntax, not valid against the schema, or no operation in it to run. */
export class OperationRefused extends Error {
  readonly faults: readonly RequestFault[];
  constructor(faults: readonly RequestFault[]) {
    super(faults[0]?.message ?? 'The operation is refused.');
    this.name = 'OperationRefused';
    this.faults = faults;
  }
}

const defaultCacheBytes = 32 * 1024 * 1024;
/** Functions take more than their text. */
const bytesPerCharacter = 4;

type Known = PreparedOperation | OperationRefused;

export function createSupergraph(options: SupergraphOptions): Supergraph {
  const { supergraphSdl, planner, mode, maxCacheBytes = defaultCacheBytes, judge } = options;
  const { facts } = planner;
  const schema = buildASTSchema(parse(facts.apiSchemaSdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
  const surroundings: Surroundings = { schema, isOfType: createIsOfType(facts.possibleTypes) };
  const known = new LRUCache<string, { readonly operation: Known; readonly bytes: number }>({
    maxSize: maxCacheBytes,
    sizeCalculation: ({ bytes }) => bytes,
  });
  const pending = new Map<string, Promise<Known>>();

  const plan = async (key: string, given: OperationText, client?: string): Promise<Known> => {
    const fault = judge?.(given.text);
    if (fault) throw new OperationRefused([fault]);
    const outcome = await planner.plan(given, client);
    const operation = operationOf(outcome, given, surroundings);
    known.set(key, { operation, bytes: sizeOf(outcome, given.text) });
    return operation;
  };
  const prepared = (operation: Known): PreparedOperation => {
    if (operation instanceof OperationRefused) throw operation;
    return operation;
  };
  const prepare: Supergraph['prepare'] = (text, operationName = null, client) => {
    const key = keyOf(text, operationName);
    const found = known.get(key);
    if (found !== undefined) return prepared(found.operation);
    let planning = pending.get(key);
    if (planning === undefined) {
      planning = plan(key, { text, operationName }, client).finally(() => pending.delete(key));
      pending.set(key, planning);
    }
    return planning.then(prepared);
  };
  return {
    id: createHash('sha256').update(supergraphSdl).digest('hex'),
    schema,
    subgraphs: facts.subgraphs,
    costs: facts.costs,
    prepare,
    async execute(operation, variables, send, finish) {
      const refused = operation.unresolved.length > 0 ? selectedOf(operation, variables) : [];
      if (refused.length > 0)
        throw new OperationRefused(refused.map(({ name }) => ({ message: unresolvedError(name).message, code: 'UNRESOLVABLE_FIELD' })));
      return executeOperation(operation, variables, send, surroundings, mode, finish);
    },
    executeIncrementally: (operation, variables, send) => executeIncrementally(operation, variables, send, surroundings),
    recentOperations: (limit) => [...known.values()].flatMap(({ operation }) => textOf(operation)).slice(0, limit),
    async warm(operations) {
      // One after the other: the planner has one thread, and those who ask meanwhile shall not wait for all of them.
      for (const { text, operationName } of operations) {
        try {
          await prepare(text, operationName);
        } catch (error) {
          if (!(error instanceof OperationRefused || error instanceof AppError)) throw error;
        }
      }
    },
    close: () => planner.close(),
  };
}

function operationOf(outcome: PlanOutcome, given: OperationText, { schema, isOfType }: Surroundings): Known {
  if (outcome.kind === 'invalid') return new OperationRefused(outcome.faults);
  return createPreparedOperation(instantiate(outcome.blueprint, isOfType), given, schema, outcome.unresolved ?? []);
}

function selectedOf({ plan, unresolved }: PreparedOperation, variables: Variables): readonly UnresolvedField[] {
  const values = new Map(plan.conditions.map(({ name, default: otherwise }) => [name, (own(variables, name) ?? otherwise) === true]));
  return unresolved.filter(({ whenAll }) =>
    whenAll.some((guards) => guards.every(({ variable, wanted }) => (values.get(variable) ?? false) === wanted)),
  );
}

function sizeOf(outcome: PlanOutcome, text: string): number {
  if (outcome.kind === 'invalid') return 1_000 + text.length;
  const { requests, projection, document } = outcome.blueprint;
  const code = requests.reduce((sum, { body, slots }) => sum + body.before.length + slots.length * 2_000, (projection ?? '').length);
  return 10_000 + bytesPerCharacter * (text.length + document.length + code);
}

/** No text, of whoever, has the key of another text with a name. */
function keyOf(text: string, operationName: string | null): string {
  if (operationName !== null) return `\0${JSON.stringify(operationName)}${text}`;
  return text.startsWith('\0') ? `\0null${text}` : text;
}

const textOf = (operation: Known): readonly OperationText[] => (operation instanceof OperationRefused ? [] : [operation.given]);
