// An operation that is ready to run, again and again.
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
  visit,
} from 'graphql';
import { refusedFields } from './authorization/refused-fields.ts';
import { refusedPaths } from './authorization/refused-paths.ts';
import type { Requirements } from './authorization/requirements.ts';
import type { ExecutablePlan } from './execute/executable-plan.ts';
import type { Variables } from './execute/run.ts';
import { type Introspection, introspect, introspectionOf } from './introspect.ts';
import type { UnresolvedField } from './planning/check-plan.ts';
import { responseNameOf } from './planning/response-names.ts';
import { fragmentsOf } from './prepare/selection-tree.ts';

export interface PreparedOperation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string | null;
  readonly plan: ExecutablePlan;
  /** As the client asked for it. */
  readonly given: { readonly text: string; readonly operationName: string | null };
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
  /** Faults of the variables; empty when they are good. */
  variableFaults(variables: Variables): readonly GraphQLError[];
  /** What `__schema` and `__type` answer, by response name; null when they are not asked. */
  introspection(variables: Variables): Readonly<Record<string, unknown>> | null;
  /** The operation as it came; parsed when first needed. */
  sent(): ParsedOperation;
  /** The operation as it was planned; parsed when first needed. */
  planned(): ParsedOperation;
}

export interface ParsedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

export interface PreparedOptions extends Pick<PreparedOperation, 'plan' | 'given' | 'unresolved' | 'refused'> {
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
}

export function createPreparedOperation({ plan, given, unresolved, refused, schema, requirements }: PreparedOptions): PreparedOperation {
  const sent = once(() => parsedOperation(given.text, plan.operationName));
  const introspection = once((): Introspection => introspectionOf(sent().document, sent().operation));
  const planned = once(() => parsedOperation(plan.document, plan.operationName));
  const internalNames = once(() => internalNamesIn(planned().document));
  const withheld = once(() => refusedFields(sent().document, schema, requirements, new Set(refused)));
  let introspected: Readonly<Record<string, unknown>> | null = null;
  return {
    kind: plan.operation,
    name: plan.operationName,
    plan,
    given,
    unresolved,
    refused,
    nameInData: (name) => (plan.renamed ? (internalNames().get(name) ?? name) : name),
    refusedFields: withheld,
    refusedPaths: once(() => refusedPaths(sent().operation.selectionSet, fragmentsOf(sent().document), withheld())),
    variableFaults(variables) {
      // What was planned may use none of those that the client declared.
      if (!plan.declaresVariables && refused.length === 0) return [];
      const { errors = [] } = getVariableValues(schema, sent().operation.variableDefinitions ?? [], variables, {
        maxErrors: 20,
        hideSuggestions: true,
      });
      return errors;
    },
    introspection(variables) {
      if (!plan.usesIntrospection) return null;
      if (introspected !== null) return introspected;
      const answer = introspect(schema, introspection(), variables);
      if (!introspection().usesVariables) introspected = answer;
      return answer;
    },
    sent,
    planned,
  };
}

/** Response name -> the internal one that stands for it, of those that have one. */
function internalNamesIn(document: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  visit(document, { Field: ({ alias }) => void (alias && names.set(responseNameOf(alias.value), alias.value)) });
  return names;
}

function parsedOperation(text: string, name: string | null): ParsedOperation {
  const document = parse(text);
  for (const definition of document.definitions) {
    if (definition.kind === 'OperationDefinition' && (name === null || definition.name?.value === name))
      return { document, operation: definition };
  }
  throw new GraphQLError('The document has no such operation.');
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
