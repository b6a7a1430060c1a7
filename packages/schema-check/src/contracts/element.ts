// The elements of a supergraph that a contract can leave out.
import {
  type ArgumentDefinition,
  type EnumType,
  type FieldDefinition,
  type InputFieldDefinition,
  InterfaceType,
  type NamedType,
  ObjectType,
} from '@apollo/federation-internals';

export type Element =
  | NamedType
  | FieldDefinition<ObjectType | InterfaceType>
  | InputFieldDefinition
  | ArgumentDefinition<FieldDefinition<ObjectType | InterfaceType>>
  | EnumType['values'][number];

export const isComposite = (type: NamedType): type is ObjectType | InterfaceType =>
  type instanceof ObjectType || type instanceof InterfaceType;
