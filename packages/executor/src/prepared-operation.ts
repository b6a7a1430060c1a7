// An operation that is ready to run, again and again.
import { type DocumentNode, GraphQLError, type GraphQLSchema, getVariableValues, type OperationDefinitionNode, parse } from 'graphql';
import type { ExecutablePlan } from './execute/executable-plan.ts';
import type { Variables } from './execute/run.ts';
import { type Introspection, introspect, introspectionOf } from './introspect.ts';
import type { UnresolvedField } from './planning/check-plan.ts';

export interface PreparedOperation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string | null;
  readonly plan: ExecutablePlan;
  /** As the client asked for it. */
  readonly given: { readonly text: string; readonly operationName: string | null };
  /** Root fields that no subgraph gives, and when they are selected. */
  readonly unresolved: readonly UnresolvedField[];
  /** Faults of the variables; empty when they are good. */
  variableFaults(variables: Variables): readonly GraphQLError[];
  /** What `__schema` and `__type` answer, by response name; null when they are not asked. */
  introspection(variables: Variables): Readonly<Record<string, unknown>> | null;
  /** The operation as it was planned; parsed when first needed. */
  planned(): ParsedOperation;
}

export interface ParsedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

export function createPreparedOperation(
  plan: ExecutablePlan,
  given: PreparedOperation['given'],
  schema: GraphQLSchema,
  unresolved: readonly UnresolvedField[],
): PreparedOperation {
  const sent = once(() => parsedOperation(given.text, plan.operationName));
  const introspection = once((): Introspection => introspectionOf(sent().document, sent().operation));
  let introspected: Readonly<Record<string, unknown>> | null = null;
  return {
    kind: plan.operation,
    name: plan.operationName,
    plan,
    given,
    unresolved,
    variableFaults(variables) {
      if (!plan.declaresVariables) return [];
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
    planned: once(() => parsedOperation(plan.document, plan.operationName)),
  };
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
