// All selections that stand in a supergraph's directives, each with its subgraph and the type that it is of.
import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';
import { argumentOf, directivesNamed, fieldsTypesOf, isFieldsType, typeOfFields } from './supergraph-document.ts';

export interface PlacedFieldSet {
  readonly kind: 'key' | 'requires' | 'provides' | 'context';
  /** The subgraph's value in the enum `join__Graph`. */
  readonly graph: string;
  readonly typeName: string;
  /** The field whose directive it is; null for a key. */
  readonly field: string | null;
  /** The type that has the directive: of what is provided another than the one that is selected of. */
  readonly of: string;
  readonly text: string;
}

/** Keys, requirements, what is provided (of the type of the field), and what contexts select (of each type that sets the context). */
export function fieldSetsOf(document: DocumentNode): readonly PlacedFieldSet[] {
  const types = document.definitions.filter(isFieldsType);
  const typeOf = typeOfFields(fieldsTypesOf(document));
  const settersOf = contextSettersOf(document);
  return types.flatMap((type) => {
    const typeName = type.name.value;
    const keys = placed(directivesNamed(type, 'join__type'), 'key', typeName, null);
    const ofFields = (type.fields ?? []).flatMap((field) => {
      const joins = directivesNamed(field, 'join__field');
      const name = field.name.value;
      return [
        ...placed(joins, 'requires', typeName, name),
        ...placed(joins, 'provides', typeOf(typeName, name) ?? '', name).map((set) => ({ ...set, of: typeName })),
        ...joins.flatMap((join) => contextSelections(join, settersOf, name)),
      ];
    });
    return [...keys, ...ofFields];
  });
}

function placed(
  directives: readonly ConstDirectiveNode[],
  kind: 'key' | 'requires' | 'provides',
  typeName: string,
  field: string | null,
): readonly PlacedFieldSet[] {
  return directives.flatMap((directive) => {
    const text = argumentOf(directive, kind);
    return text === undefined ? [] : [{ kind, graph: argumentOf(directive, 'graph') ?? '', typeName, field, of: typeName, text }];
  });
}

/** Names of the types that set each context (`@context(name:)`, under whatever name the directive is linked). */
function contextSettersOf(document: DocumentNode): ReadonlyMap<string, readonly string[]> {
  const setters = new Map<string, string[]>();
  for (const definition of document.definitions) {
    if (!isFieldsType(definition) && definition.kind !== Kind.UNION_TYPE_DEFINITION) continue;
    for (const directive of definition.directives ?? []) {
      const name = argumentOf(directive, 'name');
      if (name !== undefined && !directive.name.value.startsWith('join__')) {
        setters.set(name, [...(setters.get(name) ?? []), definition.name.value]);
      }
    }
  }
  return setters;
}

function contextSelections(
  join: ConstDirectiveNode,
  settersOf: ReadonlyMap<string, readonly string[]>,
  field: string,
): readonly PlacedFieldSet[] {
  const list = join.arguments?.find(({ name }) => name.value === 'contextArguments')?.value;
  if (list?.kind !== Kind.LIST) return [];
  return list.values.flatMap((value) => {
    if (value.kind !== Kind.OBJECT) return [];
    const texts = new Map(value.fields.map(({ name, value: text }) => [name.value, text.kind === Kind.STRING ? text.value : '']));
    const graph = argumentOf(join, 'graph') ?? '';
    const text = texts.get('selection') ?? '';
    return (settersOf.get(texts.get('context') ?? '') ?? []).map((typeName) => ({
      kind: 'context' as const,
      graph,
      typeName,
      field,
      of: typeName,
      text,
    }));
  });
}
