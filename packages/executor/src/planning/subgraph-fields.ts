// What each subgraph says of its fields, as the planner sees it: keys, requirements, what it provides, what it only has a copy of.
import { type DocumentNode, Kind, type SelectionSetNode, type TypeNode } from 'graphql';
import { parseFieldSet } from './field-sets.ts';
import { argumentOf, directivesNamed, fieldOf, fieldsTypesOf, isFieldsType } from './supergraph-document.ts';
import { fieldSetsOf } from './supergraph-field-sets.ts';

/** The selection that a field's `@requires` names in the subgraph; undefined when it has none. */
export type Requirements = (subgraph: string, typeName: string, fieldName: string) => SelectionSetNode | undefined;

export interface Requirement {
  readonly subgraph: string;
  readonly selectionSet: SelectionSetNode;
}

export interface SubgraphFields {
  readonly requirementOf: Requirements;
  /** What a field requires in any subgraph. */
  requirementsOf(typeName: string, fieldName: string): readonly Requirement[];
  /** The keys that the subgraph resolves, in the order of the supergraph. */
  keysOf(subgraph: string, typeName: string): readonly SelectionSetNode[];
  /** What `@provides` says of the objects of the field. */
  providedBy(subgraph: string, typeName: string, fieldName: string): SelectionSetNode | undefined;
  isExternal(subgraph: string, typeName: string, fieldName: string): boolean;
  /** Undefined for fields of introspection. */
  typeOf(typeName: string, fieldName: string): TypeNode | undefined;
  /** Whether a text may ask the subgraph for a field that requires others or that it has a copy of; true too often rather than too seldom. */
  mayAskFor(subgraph: string, text: string): boolean;
}

export function subgraphFieldsOf(document: DocumentNode): SubgraphFields {
  const graphs = graphNamesOf(document);
  const types = fieldsTypesOf(document);
  const requirements = new Map<string, SelectionSetNode>();
  const requiring = new Map<string, Requirement[]>();
  const provisions = new Map<string, SelectionSetNode>();
  const externals = externalsOf(document, graphs);
  const suspects = new Map<string, Set<string>>();
  const suspect = (subgraph: string, name: string) => suspects.set(subgraph, (suspects.get(subgraph) ?? new Set()).add(name));
  for (const { subgraph, name } of externals.values()) suspect(subgraph, name);
  for (const { kind, graph, typeName, field, text, of } of fieldSetsOf(document)) {
    if (field === null) continue;
    const subgraph = graphs.get(graph) ?? '';
    if (kind === 'provides') provisions.set(`${subgraph} ${of}.${field}`, parseFieldSet(text));
    if (kind !== 'requires') continue;
    const selectionSet = parseFieldSet(text);
    requirements.set(`${subgraph} ${typeName}.${field}`, selectionSet);
    requiring.set(`${typeName}.${field}`, [...(requiring.get(`${typeName}.${field}`) ?? []), { subgraph, selectionSet }]);
    suspect(subgraph, field);
  }
  const keys = keysBySubgraph(document, graphs);
  return {
    requirementOf: (subgraph, typeName, fieldName) => requirements.get(`${subgraph} ${typeName}.${fieldName}`),
    requirementsOf: (typeName, fieldName) => requiring.get(`${typeName}.${fieldName}`) ?? [],
    keysOf: (subgraph, typeName) => keys.get(`${subgraph} ${typeName}`) ?? [],
    providedBy: (subgraph, typeName, fieldName) => provisions.get(`${subgraph} ${typeName}.${fieldName}`),
    isExternal: (subgraph, typeName, fieldName) => externals.has(`${subgraph} ${typeName}.${fieldName}`),
    typeOf: (typeName, fieldName) => fieldOf(types.get(typeName), fieldName)?.type,
    mayAskFor: (subgraph, text) => [...(suspects.get(subgraph) ?? [])].some((name) => text.includes(name)),
  };
}

/** Names of subgraphs by their values in the enum `join__Graph`. */
function graphNamesOf({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const values = definitions.flatMap((definition) => (definition.kind === Kind.ENUM_TYPE_DEFINITION ? (definition.values ?? []) : []));
  return new Map(
    values.flatMap((value) => {
      const [graph] = directivesNamed(value, 'join__graph');
      return graph === undefined ? [] : [[value.name.value, argumentOf(graph, 'name') ?? '']];
    }),
  );
}

interface External {
  readonly subgraph: string;
  readonly name: string;
}

/** By "subgraph Type.field". */
function externalsOf(document: DocumentNode, graphs: ReadonlyMap<string, string>): ReadonlyMap<string, External> {
  const externals = new Map<string, External>();
  for (const type of document.definitions.filter(isFieldsType)) {
    for (const { name, directives = [] } of type.fields ?? []) {
      for (const join of directivesNamed({ directives }, 'join__field')) {
        if (argumentOf(join, 'external') !== 'true') continue;
        const subgraph = graphs.get(argumentOf(join, 'graph') ?? '') ?? '';
        externals.set(`${subgraph} ${type.name.value}.${name.value}`, { subgraph, name: name.value });
      }
    }
  }
  return externals;
}

/** By "subgraph Type". */
function keysBySubgraph(document: DocumentNode, graphs: ReadonlyMap<string, string>): ReadonlyMap<string, readonly SelectionSetNode[]> {
  const keys = new Map<string, SelectionSetNode[]>();
  for (const type of document.definitions.filter(isFieldsType)) {
    for (const join of directivesNamed(type, 'join__type')) {
      const text = argumentOf(join, 'key');
      if (text === undefined || argumentOf(join, 'resolvable') === 'false') continue;
      const name = `${graphs.get(argumentOf(join, 'graph') ?? '') ?? ''} ${type.name.value}`;
      keys.set(name, [...(keys.get(name) ?? []), parseFieldSet(text)]);
    }
  }
  return keys;
}
