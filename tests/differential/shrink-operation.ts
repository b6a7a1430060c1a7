// Operations that are smaller than a given one by a selection, a directive, an alias, a variable or a fragment.
import { type ASTNode, type DocumentNode, Kind, type OperationDefinitionNode, parse, print, type SelectionNode, visit } from 'graphql';
import type { GeneratedOperation } from './generate-operation.ts';

/** Largest steps first; some may be invalid. */
export function* smallerOperations(operation: GeneratedOperation): Generator<GeneratedOperation> {
  const document = parse(operation.text, { noLocation: true });
  for (const candidate of candidatesOf(document)) {
    const cleaned = withoutUnused(candidate);
    const text = print(cleaned);
    if (text === print(document)) continue;
    const names = new Set(variableNames(cleaned));
    const variables = Object.fromEntries(Object.entries(operation.variables).filter(([name]) => names.has(name)));
    yield { ...operation, text, variables };
  }
}

function* candidatesOf(document: DocumentNode): Generator<DocumentNode> {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operations.length > 1) yield { ...document, definitions: document.definitions.filter((one) => one !== operations[1]) };
  yield* each(document, Kind.FIELD, () => null);
  yield* each(document, Kind.INLINE_FRAGMENT, () => null);
  yield* each(document, Kind.FRAGMENT_SPREAD, () => null);
  yield* each(document, Kind.FRAGMENT_SPREAD, (node) => inlined(document, node));
  yield* unwrapped(document);
  yield* each(document, Kind.DIRECTIVE, () => null);
  yield* each(document, Kind.ARGUMENT, () => null);
  yield* each(document, Kind.FIELD, (node) => (node.kind === Kind.FIELD && node.alias !== undefined ? withoutAlias(node) : undefined));
}

/** One document per node of the kind that `change` changes (null removes it). */
function* each(document: DocumentNode, kind: Kind, change: (node: ASTNode) => ASTNode | null | undefined): Generator<DocumentNode> {
  let count = 0;
  visit(document, { enter: (node) => void (node.kind === kind && count++) });
  for (let target = 0; target < count; target++) {
    let index = 0;
    let isChanged = false;
    const changed: DocumentNode = visit(document, {
      enter(node) {
        if (node.kind !== kind || index++ !== target) return undefined;
        const replaced = change(node);
        isChanged = replaced !== undefined;
        return replaced;
      },
    });
    if (isChanged && !hasEmptySelection(changed)) yield changed;
  }
}

function withoutAlias(node: ASTNode): ASTNode {
  const { alias: _, ...rest } = node as ASTNode & { alias?: unknown }; // the caller has seen an alias
  return rest as ASTNode; // the same node but for the alias
}

function inlined(document: DocumentNode, node: ASTNode): ASTNode | undefined {
  if (node.kind !== Kind.FRAGMENT_SPREAD) return undefined;
  const fragment = document.definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === node.name.value);
  if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) return undefined;
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: fragment.typeCondition,
    directives: node.directives ?? [],
    selectionSet: fragment.selectionSet,
  };
}

/** The selections of one inline fragment put into its parent. */
function* unwrapped(document: DocumentNode): Generator<DocumentNode> {
  let count = 0;
  visit(document, { InlineFragment: () => void count++ });
  for (let target = 0; target < count; target++) {
    let index = 0;
    yield visit(document, {
      SelectionSet: {
        enter: (node) => {
          const selections = node.selections.flatMap((one): readonly SelectionNode[] =>
            one.kind === Kind.INLINE_FRAGMENT && index++ === target ? one.selectionSet.selections : [one],
          );
          return selections.length === node.selections.length && selections.every((one, at) => one === node.selections[at])
            ? undefined
            : { ...node, selections };
        },
      },
    });
  }
}

function hasEmptySelection(document: DocumentNode): boolean {
  let isEmpty = false;
  visit(document, {
    SelectionSet({ selections }) {
      if (selections.length === 0) isEmpty = true;
    },
  });
  return isEmpty;
}

/** Without fragments and variables that nothing names any more. */
function withoutUnused(document: DocumentNode): DocumentNode {
  const spreads = new Set<string>();
  visit(document, { FragmentSpread: (node) => void spreads.add(node.name.value) });
  const kept = document.definitions.filter((one) => one.kind !== Kind.FRAGMENT_DEFINITION || spreads.has(one.name.value));
  if (kept.length < document.definitions.length) return withoutUnused({ ...document, definitions: kept });
  const names = new Set(variableNames(document));
  return {
    ...document,
    definitions: document.definitions.map((one) => (one.kind === Kind.OPERATION_DEFINITION ? withVariables(one, names) : one)),
  };
}

const withVariables = (operation: OperationDefinitionNode, names: ReadonlySet<string>): OperationDefinitionNode => ({
  ...operation,
  variableDefinitions: (operation.variableDefinitions ?? []).filter((one) => names.has(one.variable.name.value)),
});

/** Names of the variables that are used. */
function variableNames(document: DocumentNode): string[] {
  const names: string[] = [];
  visit(document, { VariableDefinition: () => false, Variable: (node) => void names.push(node.name.value) });
  return names;
}
