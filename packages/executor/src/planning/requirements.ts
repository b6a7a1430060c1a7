// What each field of each subgraph requires, as the planner sees it.
import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { parseFieldSet } from './field-sets.ts';
import { argumentOf, directivesNamed } from './supergraph-document.ts';
import { fieldSetsOf } from './supergraph-field-sets.ts';

/** The selection that a field's `@requires` names in the subgraph; undefined when it has none. */
export type Requirements = (subgraph: string, typeName: string, fieldName: string) => SelectionSetNode | undefined;

export function requirementsOf(document: DocumentNode): Requirements {
  const graphs = graphNamesOf(document);
  const texts = new Map<string, string>();
  for (const { kind, graph, typeName, field, text } of fieldSetsOf(document)) {
    if (kind === 'requires') texts.set(`${graphs.get(graph) ?? ''} ${typeName}.${field}`, text);
  }
  return (subgraph, typeName, fieldName) => {
    const text = texts.get(`${subgraph} ${typeName}.${fieldName}`);
    return text === undefined ? undefined : parseFieldSet(text);
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
