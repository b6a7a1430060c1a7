// An operation that is ready to run, again and again.
import { type DocumentNode, type FieldNode, type GraphQLSchema, visit } from 'graphql';
import { refusedFields } from './authorization/refused-fields.ts';
import { refusedPaths } from './authorization/refused-paths.ts';
import type { Requirements } from './authorization/requirements.ts';
import type { ExecutablePlan } from './execute/executable-plan.ts';
import type { Variables } from './execute/run.ts';
import { type Introspection, introspect, introspectionOf } from './introspect.ts';
import type { UnresolvedField } from './planning/check-plan.ts';
import { responseNameOf } from './planning/response-names.ts';
import { fragmentsOf } from './prepare/selection-tree.ts';
import { once, type ParsedOperation, parsedOperation, type ValidOperation } from './valid-operation.ts';

export interface PreparedOperation extends ValidOperation {
  readonly plan: ExecutablePlan;
  /** Root fields that no subgraph gives, and when they are selected. */
  readonly unresolved: readonly UnresolvedField[];
  /** The requirements that its caller does not meet, by index: it was planned without the fields that ask for them. */
  readonly refused: readonly number[];
  /** Those fields, in `sent`. */
  refusedFields(): ReadonlySet<FieldNode>;
  /** The name under which its data has what a client sees under a response name. */
  nameInData(responseName: string): string;
  /** Where they stand, in response names. */
  refusedPaths(): readonly (readonly string[])[];
  /** What `__schema` and `__type` answer, by response name; null when they are not asked. */
  introspection(variables: Variables): Readonly<Record<string, unknown>> | null;
  /** The operation as it was planned; parsed when first needed. */
  planned(): ParsedOperation;
}

export interface PreparedOptions extends Pick<PreparedOperation, 'plan' | 'unresolved' | 'refused'> {
  readonly valid: ValidOperation;
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
}

export function createPreparedOperation({ valid, plan, unresolved, refused, schema, requirements }: PreparedOptions): PreparedOperation {
  const { sent } = valid;
  const introspection = once((): Introspection => introspectionOf(sent().document, sent().operation));
  const planned = once(() => parsedOperation(plan.document, plan.operationName));
  const internalNames = once(() => internalNamesIn(planned().document));
  const withheld = once(() => refusedFields(sent().document, schema, requirements, new Set(refused)));
  let introspected: Readonly<Record<string, unknown>> | null = null;
  return {
    ...valid,
    plan,
    unresolved,
    refused,
    nameInData: (name) => (plan.renamed ? (internalNames().get(name) ?? name) : name),
    refusedFields: withheld,
    refusedPaths: once(() => refusedPaths(sent().operation.selectionSet, fragmentsOf(sent().document), withheld())),
    introspection(variables) {
      if (!plan.usesIntrospection) return null;
      if (introspected !== null) return introspected;
      const answer = introspect(schema, introspection(), variables);
      if (!introspection().usesVariables) introspected = answer;
      return answer;
    },
    planned,
  };
}

/** Response name -> the internal one that stands for it, of those that have one. */
function internalNamesIn(document: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  visit(document, { Field: ({ alias }) => void (alias && names.set(responseNameOf(alias.value), alias.value)) });
  return names;
}
