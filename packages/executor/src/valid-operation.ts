// An operation that is valid: what can be said of it, and of its variables, before anybody plans it.
import { type DocumentNode, GraphQLError, type GraphQLSchema, getVariableValues, type OperationDefinitionNode, parse } from 'graphql';
import type { Variables } from './execute/run.ts';
import type { OperationText, ValidFacts } from './planner.ts';

export interface ValidOperation {
  readonly kind: ValidFacts['kind'];
  readonly name: string | null;
  /** As the client asked for it: one object for as long as the operation is known, planned or not. */
  readonly given: OperationText;
  readonly usesIntrospection: boolean;
  /** Faults of the variables; empty when they are good. */
  variableFaults(variables: Variables): readonly GraphQLError[];
  /** The operation as it came; parsed when first needed. */
  sent(): ParsedOperation;
}

export interface ParsedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

const none: readonly GraphQLError[] = [];

export function createValidOperation(given: OperationText, facts: ValidFacts, schema: GraphQLSchema): ValidOperation {
  const { kind, name, declaresVariables, usesIntrospection } = facts;
  const sent = once(() => parsedOperation(given.text, name));
  return {
    kind,
    name,
    given,
    usesIntrospection,
    variableFaults(variables) {
      if (!declaresVariables) return none;
      const { errors = none } = getVariableValues(schema, sent().operation.variableDefinitions ?? [], variables, {
        maxErrors: 20,
        hideSuggestions: true,
      });
      return errors;
    },
    sent,
  };
}

/** @throws {GraphQLError} when there is no such operation; null is the first. */
export function parsedOperation(text: string, name: string | null): ParsedOperation {
  const document = parse(text);
  for (const definition of document.definitions) {
    if (definition.kind === 'OperationDefinition' && (name === null || definition.name?.value === name))
      return { document, operation: definition };
  }
  throw new GraphQLError('The document has no such operation.');
}

/** Makes it when it is first asked for. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
