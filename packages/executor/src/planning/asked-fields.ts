// Walks what a fetch asks of its subgraph, each field with the type and the place in the response that it is asked at.
import type { FetchNode } from '@apollo/query-planner';
import { type FieldNode, Kind, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode, type TypeNode } from 'graphql';
import { type Guard, guardsOf } from './guards.ts';
import type { SubgraphFields } from './subgraph-fields.ts';

export interface AskedField {
  readonly field: FieldNode;
  /** The type that it is asked of. */
  readonly typeName: string;
  /** From where the fetch starts to the object, with "@" for each list. */
  readonly path: readonly string[];
  /** All on the way from where the fetch starts, its own included. */
  readonly guards: readonly Guard[];
  /** Conditional fragments around it within the object. */
  readonly around: readonly SelectionNode[];
  /** It is asked of the represented entity itself. */
  readonly ofEntity: boolean;
  readonly isProvided: boolean;
}

/**
 * The operation of a fetch with its fields as `replace` wants them, null for those that go; fields below stand before those above. Selections
 * of which nothing is left are `__typename`, fragments go.
 */
export function mapAskedFields(
  { serviceName, operationKind }: FetchNode,
  operation: OperationDefinitionNode,
  fields: SubgraphFields,
  replace: (asked: AskedField) => FieldNode | null,
): OperationDefinitionNode {
  const mapSet = (set: SelectionSetNode, at: Position): readonly SelectionNode[] =>
    set.selections.flatMap((selection): readonly SelectionNode[] => {
      const guards = guardsOf(selection, at.guards) ?? [...at.guards, never];
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection]; // plans have none
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const typeName = selection.typeCondition?.name.value ?? at.typeName;
        const around = (selection.directives ?? []).length === 0 ? at.around : [...at.around, selection];
        const kept = mapSet(selection.selectionSet, { ...at, typeName, guards, around });
        return kept.length === 0 ? [] : [{ ...selection, selectionSet: { ...selection.selectionSet, selections: kept } }];
      }
      const mapped = replace({
        ...at,
        field: mapField(selection, { ...at, guards }),
        guards,
        isProvided: at.provided.has(selection.name.value),
      });
      return mapped === null ? [] : [mapped];
    });
  const mapField = (field: FieldNode, at: Position): FieldNode => {
    const { value: name } = field.name;
    if (field.selectionSet === undefined) return field;
    const type = fields.typeOf(at.typeName, name);
    const isRepresented = name === '_entities' && at.path.length === 0;
    if (type === undefined && !isRepresented) return field;
    const below = isRepresented ? entities(at) : belowOf(field, at, type, serviceName, fields);
    const kept = mapSet(field.selectionSet, below);
    return { ...field, selectionSet: { ...field.selectionSet, selections: kept.length === 0 ? [typename] : kept } };
  };
  const typeName = rootTypes[operationKind];
  const root: Position = { typeName, path: [], guards: [], around: [], ofEntity: false, provided: new Map() };
  return { ...operation, selectionSet: { ...operation.selectionSet, selections: mapSet(operation.selectionSet, root) } };
}

interface Position {
  readonly typeName: string;
  readonly path: readonly string[];
  readonly guards: readonly Guard[];
  readonly around: readonly SelectionNode[];
  readonly ofEntity: boolean;
  /** By the name of a field what is provided below it. */
  readonly provided: Provided;
}

type Provided = ReadonlyMap<string, readonly SelectionSetNode[]>;

/** What nothing meets: no variable has this name. */
const never: Guard = { variable: '', wanted: true };

/** Supergraphs call their root types so, whatever the subgraphs call theirs. */
export const rootTypes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

export const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

const entities = (at: Position): Position => ({ ...at, typeName: '', around: [], ofEntity: true });

function belowOf(field: FieldNode, at: Position, type: TypeNode | undefined, subgraph: string, fields: SubgraphFields): Position {
  const { value: name } = field.name;
  const provides = fields.providedBy(subgraph, at.typeName, name);
  const sets = [...(at.provided.get(name) ?? []), ...(provides === undefined ? [] : [provides])];
  return {
    typeName: type === undefined ? '' : namedType(type),
    path: [...at.path, nameAfterRewrites(field), ...Array<string>(type === undefined ? 0 : listDepth(type)).fill('@')],
    guards: at.guards,
    around: [],
    ofEntity: false,
    provided: providedIn(sets),
  };
}

/** Type conditions are not told apart. */
function providedIn(sets: readonly SelectionSetNode[], into = new Map<string, readonly SelectionSetNode[]>()): Provided {
  for (const selection of sets.flatMap(({ selections }) => selections)) {
    if (selection.kind === Kind.INLINE_FRAGMENT) providedIn([selection.selectionSet], into);
    if (selection.kind !== Kind.FIELD) continue;
    const { value: name } = selection.name;
    into.set(name, [...(into.get(name) ?? []), ...(selection.selectionSet === undefined ? [] : [selection.selectionSet])]);
  }
  return into;
}

/** The response name once the planner's own aliases are taken away. */
export const nameAfterRewrites = ({ alias, name }: FieldNode): string => withoutNumber((alias ?? name).value);

/** The name that the planner numbered, where two types give one name to fields that do not merge. */
export const withoutNumber = (name: string): string => name.replace(/__alias_\d+$/, '');

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function listDepth(type: TypeNode): number {
  if (type.kind === Kind.NAMED_TYPE) return 0;
  return listDepth(type.type) + (type.kind === Kind.LIST_TYPE ? 1 : 0);
}
