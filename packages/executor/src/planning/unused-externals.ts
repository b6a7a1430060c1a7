// External fields that nothing in their subgraph requires any more, once hidden fields are required in their place: a loader refuses them.
import type { ConstDirectiveNode, DocumentNode, FieldDefinitionNode } from 'graphql';
import { eachField, parseFieldSet } from './field-sets.ts';
import {
  argumentOf,
  directivesNamed,
  type FieldsTypeNode,
  fieldOf,
  fieldsTypesOf,
  isFieldsType,
  typeOfFields,
} from './supergraph-document.ts';
import { fieldSetsOf } from './supergraph-field-sets.ts';

/**
 * The supergraph without `@join__field(external: true)` of fields with arguments, and of those that stand for them, that no field set and no
 * interface of that subgraph needs.
 */
export function withoutUnusedExternals(document: DocumentNode, standIns: ReadonlySet<string>): DocumentNode {
  const types = fieldsTypesOf(document);
  const used = usedFields(document, types);
  const definitions = document.definitions.map((type) => {
    if (!isFieldsType(type)) return type;
    const fields = (type.fields ?? []).map((field) => {
      if ((field.arguments ?? []).length === 0 && !standIns.has(field.name.value)) return field;
      const isUnused = (directive: ConstDirectiveNode): boolean => {
        if (directive.name.value !== 'join__field' || argumentOf(directive, 'external') !== 'true') return false;
        const graph = argumentOf(directive, 'graph') ?? '';
        return !used.has(`${graph} ${type.name.value}.${field.name.value}`) && !isOfInterface(type, field, graph, types);
      };
      return { ...field, directives: (field.directives ?? []).filter((directive) => !isUnused(directive)) };
    });
    return { ...type, fields };
  });
  return { ...document, definitions };
}

/** "GRAPH Type.field" of all that stand in field sets; what is selected on an interface is used of its implementations too. */
function usedFields(document: DocumentNode, types: ReadonlyMap<string, FieldsTypeNode>): ReadonlySet<string> {
  const used = new Set<string>();
  const implementations = new Map<string, string[]>();
  for (const { name, interfaces = [] } of types.values()) {
    for (const { name: of } of interfaces) implementations.set(of.value, [...(implementations.get(of.value) ?? []), name.value]);
  }
  for (const { graph, typeName, text } of fieldSetsOf(document)) {
    eachField(parseFieldSet(text), typeName, typeOfFields(types), ({ name }, parent) => {
      for (const type of [parent, ...(implementations.get(parent) ?? [])]) used.add(`${graph} ${type}.${name.value}`);
    });
  }
  return used;
}

/** Whether the type implements, in this subgraph, an interface that has the field there. */
function isOfInterface(
  type: FieldsTypeNode,
  { name }: FieldDefinitionNode,
  graph: string,
  types: ReadonlyMap<string, FieldsTypeNode>,
): boolean {
  return directivesNamed(type, 'join__implements').some((directive) => {
    if (argumentOf(directive, 'graph') !== graph) return false;
    const field = fieldOf(types.get(argumentOf(directive, 'interface') ?? ''), name.value);
    if (field === undefined) return false;
    const joins = directivesNamed(field, 'join__field');
    return joins.length === 0 || joins.some((join) => argumentOf(join, 'graph') === graph);
  });
}
