// Where the paths of `/// @graphql` lead in a subgraph's schema.
import { Kind, parse, print, type TypeNode } from 'graphql';
import { elementsOf } from '../lint/schema-elements.ts';

export interface PublishedType {
  /** Of the schema itself, or one of GraphQL's own scalars. */
  readonly name: string;
  readonly kind: 'scalar' | 'enum' | 'composite';
  /** Of an enum. */
  readonly values: readonly string[];
}

export type PublishedField =
  | { readonly kind: 'missing' /** The first step of the path that is not there. */; readonly coordinate: string }
  | {
      readonly kind: 'found';
      /** Of the last field. */
      readonly coordinate: string;
      readonly type: PublishedType;
      readonly isList: boolean;
      /** Whether a null may stand somewhere on the path. */
      readonly isNullable: boolean;
      /** As the schema writes it. */
      readonly written: string;
    };

/** @throws {GraphQLError} when the text is no schema document. */
export function publishedFieldsOf(sdl: string): (path: string) => PublishedField {
  const elements = elementsOf(parse(sdl));
  const fields = new Map(elements.flatMap(({ kind, coordinate, type }) => (kind === 'field' && type !== null ? [[coordinate, type]] : [])));
  const composites = new Set([...fields.keys()].map((coordinate) => coordinate.split('.', 1)[0]));
  const values = Map.groupBy(
    elements.filter(({ kind }) => kind === 'enumValue'),
    ({ coordinate }) => coordinate.split('.', 1)[0] ?? '',
  );
  const typeOf = (name: string): PublishedType => ({
    name,
    kind: values.has(name) ? 'enum' : composites.has(name) ? 'composite' : 'scalar',
    values: (values.get(name) ?? []).map((value) => value.name),
  });
  return (path) => {
    const [root = '', ...names] = path.split('.');
    return follow(root, names, { fields, typeOf, isKnown: (type) => composites.has(type) });
  };
}

interface Schema {
  readonly fields: ReadonlyMap<string, TypeNode>;
  readonly typeOf: (name: string) => PublishedType;
  readonly isKnown: (type: string) => boolean;
}

function follow(root: string, names: readonly string[], { fields, typeOf, isKnown }: Schema): PublishedField {
  let found: PublishedField = { kind: 'missing', coordinate: root };
  let owner = root;
  let isNullable = false;
  for (const name of names) {
    const coordinate = `${owner}.${name}`;
    const type = fields.get(coordinate);
    if (type === undefined) return { kind: 'missing', coordinate: isKnown(owner) ? coordinate : owner };
    isNullable ||= type.kind !== Kind.NON_NULL_TYPE;
    const { named, isList } = shapeOf(type);
    found = { kind: 'found', coordinate, type: typeOf(named), isList, isNullable, written: print(type) };
    owner = named;
  }
  return found;
}

function shapeOf(type: TypeNode, isList = false): { readonly named: string; readonly isList: boolean } {
  if (type.kind === Kind.NAMED_TYPE) return { named: type.name.value, isList };
  return shapeOf(type.type, isList || type.kind === Kind.LIST_TYPE);
}
