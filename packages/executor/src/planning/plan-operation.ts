// From the text of an operation to its plan, or to what is wrong with it.
import { operationFromDocument } from '@apollo/federation-internals';
import type { QueryPlan } from '@apollo/query-planner';
import type { ErrorCode } from '@tributary/errors';
import { type DocumentNode, GraphQLError, type GraphQLFormattedError, isNonNullType, type OperationDefinitionNode } from 'graphql';
import { askedBy, refusedFields } from '../authorization/refused-fields.ts';
import { withoutRefused } from '../authorization/without-refused.ts';
import type { Asking } from '../planner.ts';
import { type UnresolvedField, unresolvedFieldsOf } from './check-plan.ts';
import { withConditionalObjectsAsked } from './conditional-objects.ts';
import { correctPlan } from './correct-plan.ts';
import { type FetchedFields, fetchedFieldsOf } from './fetched-fields.ts';
import { withRealFields } from './hidden-in-plan.ts';
import { UncorrectableFetch } from './lift-fields.ts';
import type { LoadedSupergraph } from './load-planner.ts';
import { type PreparedOperation, prepareOperation } from './prepare-operation.ts';
import { parseOperation, type ReadOperation, readOperation } from './read-operation.ts';
import { unresolvedError } from './unresolved-error.ts';
import { withVanishedAsked } from './vanished-fields.ts';
import { withoutIntrospection } from './without-introspection.ts';

export { unresolvedError } from './unresolved-error.ts';

export interface PlanRequest {
  readonly text: string;
  readonly operationName?: string | null | undefined;
  /** Requirements that are not met, by index: fields that ask for them are not planned. */
  readonly unmet?: readonly number[] | undefined;
}

export interface PlannedOperation {
  readonly kind: 'planned';
  /** Plain data; the same for the same text and supergraph. */
  readonly plan: QueryPlan;
  /** The operation and the fragments that it uses, with internal response names (`responseNameOf`) and without what is refused. */
  readonly document: DocumentNode;
  /** The same object that stands in the document. */
  readonly operation: OperationDefinitionNode;
  readonly kindOf: 'query' | 'mutation' | 'subscription';
  /** Whether any response name is an internal one. */
  readonly isRenamed: boolean;
  /** Conditional root fields that nothing gives: where the variables select one, the request is an error (`unresolvedError`). */
  readonly unresolved: readonly UnresolvedField[];
  /** Absent when it asks for nothing. */
  readonly asking?: Asking;
}

export interface InvalidOperation {
  readonly kind: 'invalid';
  readonly errors: readonly GraphQLFormattedError[];
  readonly asking?: Asking;
}

export type PlanResult = PlannedOperation | InvalidOperation;

/**
 * Parses, validates, resolves, prepares and plans an operation, and checks the plan.
 * @throws {Error} when the planner fails on an operation that is valid.
 */
export function planOperation(loaded: LoadedSupergraph, request: PlanRequest): PlanResult {
  const read = readOperation(request, loaded.apiSchema);
  return read.kind === 'invalid' ? read : planRead(loaded, read, request.unmet);
}

/** The same of an operation that is known to be valid. */
export function planValidOperation(loaded: LoadedSupergraph, { text, operationName, unmet }: PlanRequest): PlanResult {
  const read = parseOperation(text, operationName);
  return read.kind === 'invalid' ? read : planRead(loaded, read, unmet);
}

function planRead(loaded: LoadedSupergraph, read: ReadOperation, unmet: PlanRequest['unmet']): PlanResult {
  const prepared = prepareOperation(read.document, read.operation, loaded.apiSchema, loaded.internalNames);
  const asked = askedBy(prepared.document, loaded.apiSchema, loaded.requirements);
  if (asked.length === 0) return planPrepared(loaded, prepared);
  const refused = asked.filter((requirement) => unmet?.includes(requirement));
  const planned = planPrepared(loaded, refused.length === 0 ? prepared : allowedOf(loaded, prepared, new Set(refused)));
  return { ...planned, asking: { asked, refused } };
}

/** What of an operation is planned for whoever does not meet these requirements. */
function allowedOf(
  { apiSchema, requirements }: LoadedSupergraph,
  prepared: PreparedOperation,
  unmet: ReadonlySet<number>,
): PreparedOperation {
  const mutation = apiSchema.getMutationType()?.getFields();
  const refused = refusedFields(prepared.document, apiSchema, requirements, unmet);
  return {
    ...prepared,
    ...withoutRefused(prepared.document, prepared.operation, refused, ({ name }) => isNonNullType(mutation?.[name.value]?.type)),
  };
}

function planPrepared(loaded: LoadedSupergraph, { document, operation, isRenamed }: PreparedOperation): PlanResult {
  const built = buildWhole(loaded, document, operation);
  if (built.kind === 'invalid') return built;
  const { plan, fetched } = built;
  const unresolved = unresolvedFieldsOf(fetched, document, operation);
  const always = unresolved.filter(({ whenAll }) => whenAll.some((guards) => guards.length === 0));
  if (always.length > 0) return { kind: 'invalid', errors: always.map(({ name }) => unresolvedError(name)) };
  return { kind: 'planned', plan, document, operation, kindOf: operation.operation, isRenamed, unresolved };
}

interface BuiltPlan {
  readonly kind: 'built';
  readonly plan: QueryPlan;
  readonly fetched: FetchedFields;
}

/** Plans a second time when the first plan forgets objects below the root. */
function buildWhole(loaded: LoadedSupergraph, given: DocumentNode, definition: OperationDefinitionNode): BuiltPlan | InvalidOperation {
  const planned = withoutIntrospection(given, definition);
  if (planned === null) return nothingToFetch;
  const document = withConditionalObjectsAsked(planned);
  const first = buildPlan(loaded, document);
  if (first.kind === 'invalid') return first;
  const operation = document.definitions[given.definitions.indexOf(definition)] as OperationDefinitionNode; // it kept its place
  const asking = withVanishedAsked(first.fetched.tree, document, operation, loaded.apiSchema);
  return asking === null ? first : buildPlan(loaded, asking);
}

const nothingToFetch: BuiltPlan = { kind: 'built', plan: { kind: 'QueryPlan' }, fetched: fetchedFieldsOf({ kind: 'QueryPlan' }) };

const problem = (code: ErrorCode, message: string): GraphQLFormattedError => ({ message, extensions: { code } });

function buildPlan(loaded: LoadedSupergraph, document: DocumentNode): BuiltPlan | InvalidOperation {
  const { planner, plannerSchema, hidden, fields, possibleTypes } = loaded;
  const planPlainly = (asking: DocumentNode): QueryPlan => {
    const plain = loaded.plainPlanner();
    return plain.planner.buildQueryPlan(operationFromDocument(plain.schema, asking));
  };
  try {
    const planned = planner.buildQueryPlan(operationFromDocument(plannerSchema, document));
    const corrected = correctPlan(planned, document, { fields, possibleTypes, planPlainly });
    // Plain data without what is undefined, as it is after a thread was crossed.
    const plan: QueryPlan = JSON.parse(JSON.stringify(withRealFields(corrected, hidden, fields.requirementOf)));
    return { kind: 'built', plan, fetched: fetchedFieldsOf(plan) };
  } catch (error) {
    const known = problemOf(error);
    if (known === null) throw error;
    return { kind: 'invalid', errors: [known] };
  }
}

/** What a client is told when the planner gives up; null when it broke. The planner has no codes for these. */
function problemOf(error: unknown): GraphQLFormattedError | null {
  if (!(error instanceof Error)) return null;
  if (/^(Exceeded maximum recursive selections|Number of non-local selections exceeds|Too many options generated)/.test(error.message)) {
    return problem('PLANNING_BUDGET_EXCEEDED', 'The operation selects too much to be planned.');
  }
  if (error instanceof UncorrectableFetch || /^Was not able to (find any options|plan)/.test(error.message)) {
    return problem('UNRESOLVABLE_FIELD', 'A field of the operation cannot be resolved from where it is selected.');
  }
  // The planner reads operations once more, and more strictly here and there.
  return error instanceof GraphQLError ? problem('GRAPHQL_VALIDATION_FAILED', error.message) : null;
}
