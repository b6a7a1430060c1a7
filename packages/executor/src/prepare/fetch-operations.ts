// The operations of fetches as text, one by one and joined under aliases.
import {
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { BodyText } from './blueprint.ts';
import { operationOf } from './selection-tree.ts';

export interface JoinedFetch {
  readonly document: DocumentNode;
  readonly alias: string;
  readonly variable: string;
}

/** What surrounds the variables in the JSON body of a request. */
export function bodyText(query: string, operationName: string | undefined): BodyText {
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  return { before: `{"query":${JSON.stringify(query)},"variables":{`, after: `}${name}}` };
}

export const parseFetch = (operation: string): DocumentNode => parse(operation, { noLocation: true });

/** Whether it can stand beside others: no directives of its own, entities only, and no variable of a client that is named as ours are. */
export function canJoin(document: DocumentNode, variables: readonly string[] = []): boolean {
  const { directives = [], selectionSet } = operationOf(document);
  const [entities, ...others] = selectionSet.selections;
  return (
    directives.length === 0 &&
    variables.every((name) => !name.startsWith('representations')) &&
    others.length === 0 &&
    entities?.kind === Kind.FIELD &&
    entities.name.value === '_entities' &&
    (entities.directives ?? []).length === 0
  );
}

/** One operation that has the `_entities` of each under its alias. */
export function joinFetches(fetches: readonly JoinedFetch[]): string {
  const variables = new Map<string, VariableDefinitionNode>();
  const selections: SelectionNode[] = [];
  const fragments: DefinitionNode[] = [];
  fetches.forEach((fetch, index) => {
    const renamed = rename(fetch, index);
    for (const definition of renamed.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.push(definition);
    const operation = operationOf(renamed);
    for (const definition of operation.variableDefinitions ?? []) variables.set(definition.variable.name.value, definition);
    const [entities] = operation.selectionSet.selections;
    if (entities?.kind === Kind.FIELD) selections.push({ ...entities, alias: nameOf(fetch.alias) });
  });
  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: 'query' as OperationDefinitionNode['operation'], // the enum's own value
    variableDefinitions: [...variables.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  return compact(print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragments] }));
}

/** Its own representations, and fragment names that no other has. */
function rename({ document, variable }: JoinedFetch, index: number): DocumentNode {
  return visit(document, {
    Variable: (node) => (node.name.value === 'representations' ? { ...node, name: nameOf(variable) } : undefined),
    FragmentSpread: (node) => ({ ...node, name: nameOf(`${node.name.value}_${index}`) }),
    FragmentDefinition: (node) => ({ ...node, name: nameOf(`${node.name.value}_${index}`) }),
  });
}

const nameOf = (value: string): NameNode => ({ kind: Kind.NAME, value });

/** Line ends and indentation of `print` mean nothing outside of strings, and an operation's strings hold no line ends (block strings are kept). */
const compact = (text: string): string => (text.includes('"""') ? text : text.replace(/\n\s*/g, ' '));
