// What a supergraph asks of whoever selects a field: `@authenticated`, `@requiresScopes`, `@policy`, joined as Federation joins them.
import { type ConstDirectiveNode, type DefinitionNode, type DocumentNode, Kind, type TypeNode, valueFromASTUntyped } from 'graphql';
import { eachField, parseFieldSet } from '../planning/field-sets.ts';
import { directiveNameOf } from '../planning/linked-features.ts';
import { directivesNamed, type FieldsTypeNode, fieldsTypesOf, type PossibleTypes, typeOfFields } from '../planning/supergraph-document.ts';
import { fieldSetsOf } from '../planning/supergraph-field-sets.ts';

/** One condition on the caller. `anyOf`: alternatives, of each of which all must be held. */
export type Requirement =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scopes'; readonly anyOf: readonly (readonly string[])[] }
  | { readonly kind: 'policies'; readonly anyOf: readonly (readonly string[])[] };

/** Plain data, so that it crosses threads. */
export interface Requirements {
  /** Each once; elsewhere a requirement is its index in this list. */
  readonly distinct: readonly Requirement[];
  /** Type -> field -> what selecting the field on the type asks for, all of it. Fields that ask for nothing are left out. */
  readonly asked: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
}

/** Indices of requirements. */
type Stated = readonly number[];

/**
 * Reads the requirements from a supergraph. A field asks for what stands at itself, at its type, at the type that it returns, at the fields
 * that it requires, and, on an interface, for what it asks for on any object: composition writes the last two out since 2.9.4, supergraphs of
 * older ones may lack them. Keys are no reason: they join objects and reach nobody who does not select them.
 */
export function requirementsOf(document: DocumentNode, possibleTypes: PossibleTypes): Requirements {
  const types = fieldsTypesOf(document);
  const { distinct, own } = ownRequirements(document, types);
  if (distinct.length === 0) return { distinct, asked: new Map() };
  const requiredBy = requiredFields(document, types);
  const asked = new Map<string, ReadonlyMap<string, readonly number[]>>();
  for (const [type, { fields = [] }] of types) {
    const ofType = new Map<string, readonly number[]>();
    for (const { name } of fields) {
      const objects = [type, ...(possibleTypes[type] ?? [])];
      const read = withRequired(
        objects.map((object): Selected => [object, name.value]),
        requiredBy,
      );
      const all = new Set(read.flatMap(([parent, field]) => own.get(parent)?.get(field) ?? []));
      if (all.size > 0)
        ofType.set(
          name.value,
          [...all].toSorted((one, other) => one - other),
        );
    }
    if (ofType.size > 0) asked.set(type, ofType);
  }
  return { distinct, asked };
}

interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** Collects distinct requirements while it is asked what stands at the parts of a document. */
function statementsOf(document: DocumentNode) {
  const names = {
    authenticated: directiveNameOf(document, 'authenticated'),
    scopes: directiveNameOf(document, 'requiresScopes'),
    policies: directiveNameOf(document, 'policy'),
  };
  const distinct: Requirement[] = [];
  const indices = new Map<string, number>();
  const indexOf = (requirement: Requirement): number => {
    const key = JSON.stringify(requirement);
    const index = indices.get(key) ?? distinct.push(requirement) - 1;
    indices.set(key, index);
    return index;
  };
  const applied = (node: Annotated, name: string | null) => (name === null ? [] : directivesNamed(node, name));
  const statedAt = (node: Annotated | undefined): Stated =>
    node === undefined
      ? []
      : [
          ...applied(node, names.authenticated).map(() => indexOf({ kind: 'authenticated' })),
          ...applied(node, names.scopes).map((directive) => indexOf({ kind: 'scopes', anyOf: alternativesOf(directive) })),
          ...applied(node, names.policies).map((directive) => indexOf({ kind: 'policies', anyOf: alternativesOf(directive) })),
        ];
  return { distinct, statedAt };
}

/** Their only argument, a list of lists. What has another form is met by nobody. */
function alternativesOf({ arguments: [given] = [] }: ConstDirectiveNode): readonly (readonly string[])[] {
  const lists: unknown = given === undefined ? [] : valueFromASTUntyped(given.value);
  if (!Array.isArray(lists)) return [];
  return lists.flatMap((list: unknown) => (Array.isArray(list) ? [list.map(String).toSorted()] : []));
}

type OwnRequirements = ReadonlyMap<string, ReadonlyMap<string, Stated>>;

/** What stands at each field, at its type, and at the type that it returns. */
function ownRequirements(document: DocumentNode, types: ReadonlyMap<string, FieldsTypeNode>) {
  const { distinct, statedAt } = statementsOf(document);
  const ofTypes = new Map(document.definitions.filter(isOutputType).map((type) => [type.name.value, statedAt(type)]));
  const ofType = (name: string): Stated => ofTypes.get(name) ?? [];
  const own: OwnRequirements = new Map(
    [...types].map(([type, { fields = [] }]) => [
      type,
      new Map(fields.map((field) => [field.name.value, [...ofType(type), ...statedAt(field), ...ofType(namedType(field.type))]])),
    ]),
  );
  return { distinct, own };
}

const outputTypes = [
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
] as const;
type OutputTypeNode = Extract<DefinitionNode, { readonly kind: (typeof outputTypes)[number] }>;

const isOutputType = (definition: DefinitionNode): definition is OutputTypeNode => outputTypes.some((kind) => kind === definition.kind);

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

type Selected = readonly [type: string, field: string];
type RequiredFields = ReadonlyMap<string, readonly Selected[]>;

/** What `@requires` selects for each field, by its coordinate. */
function requiredFields(document: DocumentNode, types: ReadonlyMap<string, FieldsTypeNode>): RequiredFields {
  const required = new Map<string, Selected[]>();
  for (const { kind, typeName, field, text } of fieldSetsOf(document)) {
    if (kind !== 'requires') continue;
    const selected = required.get(`${typeName}.${field}`) ?? [];
    required.set(`${typeName}.${field}`, selected);
    eachField(parseFieldSet(text), typeName, typeOfFields(types), ({ name }, parent) => void selected.push([parent, name.value]));
  }
  return required;
}

/** The fields and all that they require, each once. */
function withRequired(fields: readonly Selected[], requiredBy: RequiredFields): readonly Selected[] {
  const all = new Map<string, Selected>();
  const add = ([type, field]: Selected): void => {
    const coordinate = `${type}.${field}`;
    if (all.has(coordinate)) return;
    all.set(coordinate, [type, field]);
    for (const required of requiredBy.get(coordinate) ?? []) add(required);
  };
  for (const field of fields) add(field);
  return [...all.values()];
}
