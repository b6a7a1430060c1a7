// One generation of a supergraph: its schema, its planner, and the operations that were validated and prepared for it.
import { createHash } from 'node:crypto';
import { AppError } from '@tributary/errors';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import type { Unmet } from './authorization/refused-fields.ts';
import type { Requirements } from './authorization/requirements.ts';
import { instantiate } from './execute/executable-plan.ts';
import { own } from './execute/objects.ts';
import { createIsOfType } from './execute/rewrites.ts';
import type { Send, Variables } from './execute/run.ts';
import { type ExecutionPart, executeIncrementally } from './execute-incrementally.ts';
import { type Execution, executeOperation, type Finish, type Surroundings } from './execute-operation.ts';
import { createOperationCache } from './operation-cache.ts';
import type { Asking, OperationText, Planner, PlanOutcome, RequestFault, SupergraphFacts } from './planner.ts';
import type { UnresolvedField } from './planning/check-plan.ts';
import type { CostDirectives } from './planning/cost-directives.ts';
import { unresolvedError } from './planning/unresolved-error.ts';
import { createPreparedOperation, type PreparedOperation } from './prepared-operation.ts';
import { createValidOperation, type ValidOperation } from './valid-operation.ts';

export type { OperationText } from './planner.ts';

export interface Supergraph {
  /** A hash of its text. */
  readonly id: string;
  /** What clients see of it. */
  readonly schema: GraphQLSchema;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** What it says that its parts cost. */
  readonly costs: CostDirectives;
  /** What its fields ask of whoever selects them. */
  readonly requirements: Requirements;
  /**
   * Parses and validates: at once when the operation is known, and then it may be prepared already. `client` is who asks, in whatever
   * words, and `unmet` which requirements they do not meet.
   * @throws {OperationRefused} when it is not one of this supergraph.
   * @throws {AppError} PLANNING_BUDGET_EXCEEDED, SERVICE_UNAVAILABLE
   */
  validate(text: string, operationName?: string | null, client?: string, unmet?: Unmet): Known<ValidOperation>;
  /**
   * Plans what was validated here, without the fields that ask for what is not met: at once when it has been planned before.
   * @throws {OperationRefused} when there is no plan for it.
   * @throws {AppError} PLANNING_BUDGET_EXCEEDED, SERVICE_UNAVAILABLE
   */
  plan(operation: ValidOperation, client?: string, unmet?: Unmet): Known<PreparedOperation>;
  /** Both, for whoever has nothing to judge in between. */
  prepare(text: string, operationName?: string | null, client?: string, unmet?: Unmet): Known<PreparedOperation>;
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
  /** Ends the planner. What is valid can still be planned, what is prepared executed. */
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
/** Of a syntax tree with its tokens, which variables are checked with. */
const treeBytesPerCharacter = 50;

/** At once what is known already. */
type Known<Operation> = Operation | Promise<Operation>;
type OrRefused<Operation> = Operation | OperationRefused;

const allMet: Unmet = new Set();

export function createSupergraph(options: SupergraphOptions): Supergraph {
  const { supergraphSdl, planner, mode, maxCacheBytes = defaultCacheBytes, judge } = options;
  const { facts } = planner;
  const schema = buildASTSchema(parse(facts.apiSchemaSdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
  const surroundings: Surroundings = { schema, isOfType: createIsOfType(facts.possibleTypes) };
  const valid = createOperationCache<OrRefused<ValidOperation>>(maxCacheBytes / 4);
  const prepared = createOperationCache<OrRefused<PreparedOperation>>(maxCacheBytes);
  const validateOnce = createShared<OrRefused<ValidOperation>>();
  const planOnce = createShared<OrRefused<PreparedOperation>>();

  const validateNew = async (given: OperationText, client?: string): Promise<OrRefused<ValidOperation>> => {
    const fault = judge?.(given.text);
    if (fault) throw new OperationRefused([fault]);
    const outcome = await planner.validate(given, client);
    const operation =
      outcome.kind === 'invalid' ? new OperationRefused(outcome.faults) : createValidOperation(given, outcome.facts, schema);
    valid.keep(given, askingNothing, operation, 1_000 + treeBytesPerCharacter * given.text.length);
    return operation;
  };
  const planNew = async (operation: ValidOperation, unmet: readonly number[], client?: string): Promise<OrRefused<PreparedOperation>> => {
    const { given } = operation;
    const outcome = await planner.plan(unmet.length === 0 ? given : { ...given, unmet }, client);
    const planned = operationOf(outcome, operation, surroundings, facts);
    prepared.keep(given, outcome.asking ?? askingNothing, planned, sizeOf(outcome, given.text));
    return planned;
  };
  const validate: Supergraph['validate'] = (text, operationName = null, client, unmet = allMet) => {
    // What is prepared first: nearly all of the traffic is that.
    const found = prepared.find(text, operationName, unmet) ?? valid.find(text, operationName, allMet);
    if (found !== undefined) return accepted(found);
    return validateOnce([text, operationName], () => validateNew({ text, operationName }, client)).then(accepted);
  };
  const plan: Supergraph['plan'] = (operation, client, unmet = allMet) => {
    if (isPrepared(operation)) return operation;
    const { text, operationName } = operation.given;
    const found = prepared.find(text, operationName, unmet);
    if (found !== undefined) return accepted(found);
    const missing = [...unmet];
    return planOnce([text, operationName, missing], () => planNew(operation, missing, client)).then(accepted);
  };
  const prepare: Supergraph['prepare'] = (text, operationName, client, unmet) => {
    const operation = validate(text, operationName, client, unmet);
    return operation instanceof Promise ? operation.then((one) => plan(one, client, unmet)) : plan(operation, client, unmet);
  };
  return {
    id: createHash('sha256').update(supergraphSdl).digest('hex'),
    schema,
    subgraphs: facts.subgraphs,
    costs: facts.costs,
    requirements: facts.requirements,
    validate,
    plan,
    prepare,
    async execute(operation, variables, send, finish) {
      const refused = operation.unresolved.length > 0 ? selectedOf(operation, variables) : [];
      if (refused.length > 0)
        throw new OperationRefused(refused.map(({ name }) => ({ message: unresolvedError(name).message, code: 'UNRESOLVABLE_FIELD' })));
      return executeOperation(operation, variables, send, surroundings, mode, finish);
    },
    executeIncrementally: (operation, variables, send) => executeIncrementally(operation, variables, send, surroundings),
    recentOperations: (limit) => prepared.whole().flatMap(textOf).slice(0, limit),
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

const isPrepared = (operation: ValidOperation | PreparedOperation): operation is PreparedOperation => 'plan' in operation;

function accepted<Operation>(operation: OrRefused<Operation>): Operation {
  if (operation instanceof OperationRefused) throw operation;
  return operation;
}

/** Those who ask for the same while it is made get the same. */
function createShared<Made>(): (key: readonly unknown[], make: () => Promise<Made>) => Promise<Made> {
  const pending = new Map<string, Promise<Made>>();
  return (parts, make) => {
    const key = JSON.stringify(parts);
    let making = pending.get(key);
    if (making === undefined) {
      making = make().finally(() => pending.delete(key));
      pending.set(key, making);
    }
    return making;
  };
}

const askingNothing: Asking = { asked: [], refused: [] };

function operationOf(
  outcome: PlanOutcome,
  valid: ValidOperation,
  { schema, isOfType }: Surroundings,
  { requirements }: Pick<SupergraphFacts, 'requirements'>,
): OrRefused<PreparedOperation> {
  if (outcome.kind === 'invalid') return new OperationRefused(outcome.faults);
  const { blueprint, unresolved = [], asking: { refused } = askingNothing } = outcome;
  return createPreparedOperation({ plan: instantiate(blueprint, isOfType), valid, schema, unresolved, refused, requirements });
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

const textOf = (operation: OrRefused<PreparedOperation>): readonly OperationText[] =>
  operation instanceof OperationRefused ? [] : [operation.given];
