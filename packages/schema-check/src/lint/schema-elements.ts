// The named parts of a schema document, each with its coordinate.
import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type NameNode,
  print,
  type StringValueNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type TypeNode,
} from 'graphql';

export type ElementKind = 'type' | 'field' | 'argument' | 'inputField' | 'enumValue';

export interface SchemaElement {
  readonly kind: ElementKind;
  /** `Type`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE`. https://spec.graphql.org/draft/#sec-Schema-Coordinates */
  readonly coordinate: string;
  readonly name: string;
  readonly description: StringValueNode | undefined;
  readonly directives: readonly DirectiveNode[];
  /** Null of types and enum values. */
  readonly type: TypeNode | null;
  /** A type that stands on another's definition has no description of its own. */
  readonly isExtension: boolean;
  readonly node: ASTNode;
  /** Of its name: a description may begin lines before. */
  readonly position: { readonly line: number; readonly column: number };
}

/** All of them, in the order of the document. */
export const elementsOf = (document: DocumentNode): readonly SchemaElement[] =>
  document.definitions.flatMap((definition) => (isType(definition) ? [typeElement(definition), ...membersOf(definition)] : []));

/** What an element says of itself, without its members: whether that has changed is whether somebody has touched it. */
export function ownText({ kind, node }: SchemaElement): string {
  // A type without its members prints as its head.
  const members = kind === 'type' ? { fields: undefined, values: undefined } : { arguments: undefined };
  return print(Object.assign({}, node, members));
}

type AnyType = TypeDefinitionNode | TypeExtensionNode;

const definitions: readonly string[] = [
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
];

/** Definitions and extensions of types, not of the schema or of directives. */
export const isType = (node: ASTNode): node is AnyType =>
  definitions.includes(node.kind) || definitions.includes(node.kind.replace('Extension', 'Definition'));

function typeElement(definition: AnyType): SchemaElement {
  const name = definition.name.value;
  const description = 'description' in definition ? definition.description : undefined;
  const isExtension = definition.kind.endsWith('Extension');
  return {
    kind: 'type',
    coordinate: name,
    name,
    description,
    directives: definition.directives ?? [],
    type: null,
    isExtension,
    node: definition,
    position: positionOf(definition.name),
  };
}

function membersOf(definition: AnyType): readonly SchemaElement[] {
  const owner = definition.name.value;
  if ('values' in definition) return (definition.values ?? []).map((node) => memberOf('enumValue', `${owner}.${node.name.value}`, node));
  if (!('fields' in definition)) return [];
  return (definition.fields ?? []).flatMap((node) => {
    const coordinate = `${owner}.${node.name.value}`;
    if (node.kind === Kind.INPUT_VALUE_DEFINITION) return [memberOf('inputField', coordinate, node)];
    const parameters = (node.arguments ?? []).map((one) => memberOf('argument', `${coordinate}(${one.name.value}:)`, one));
    return [memberOf('field', coordinate, node), ...parameters];
  });
}

function positionOf({ loc }: NameNode): SchemaElement['position'] {
  const { line, column } = loc?.startToken ?? { line: 1, column: 1 };
  return { line, column };
}

type Member = ASTNode & {
  readonly name: NameNode;
  readonly description?: StringValueNode | undefined;
  readonly directives?: readonly DirectiveNode[] | undefined;
  readonly type?: TypeNode | undefined;
};

const memberOf = (kind: ElementKind, coordinate: string, node: Member): SchemaElement => ({
  kind,
  coordinate,
  name: node.name.value,
  description: node.description,
  directives: node.directives ?? [],
  type: node.type ?? null,
  isExtension: false,
  node,
  position: positionOf(node.name),
});
