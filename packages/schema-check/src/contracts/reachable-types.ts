// The types that operations reach: by fields, arguments, members and implementations.
import {
  baseType,
  type DirectiveDefinition,
  type InputObjectType,
  InterfaceType,
  isInputObjectType,
  isUnionType,
  type NamedType,
  type Schema,
  type Type,
} from '@apollo/federation-internals';
import { type Element, isComposite } from './element.ts';

/** From the roots, from the arguments of directives, and from `kept`; hidden elements lead nowhere. */
export function reachableTypes(
  schema: Schema,
  kept: readonly NamedType[],
  isHidden: (element: Element) => boolean,
): ReadonlySet<NamedType> {
  const roots = schema.schemaDefinition.roots().map(({ type }) => type);
  const given = schema.directives().filter((directive) => schema.coreFeatures?.sourceFeature(directive) === undefined);
  const reached = new Set([...roots, ...kept, ...given.flatMap(typesOfArguments)].filter((type) => !isHidden(type)));
  // A set that grows while it is walked: each type once.
  for (const type of reached) for (const next of typesFrom(type, isHidden)) if (!isHidden(next)) reached.add(next);
  return reached;
}

const typesOfArguments = (directive: DirectiveDefinition): readonly NamedType[] =>
  directive.arguments().flatMap(({ type }) => (type === undefined ? [] : [named(type)]));

function typesFrom(type: NamedType, isHidden: (element: Element) => boolean): readonly NamedType[] {
  if (isUnionType(type)) return type.types();
  if (isInputObjectType(type)) return typesOfInput(type, isHidden);
  if (!isComposite(type)) return [];
  const fields = type.fields().filter((field) => !isHidden(field));
  const parameters = fields.flatMap((field) => field.arguments().filter((argument) => !isHidden(argument)));
  const said = [...fields, ...parameters].flatMap((element) => (element.type === undefined ? [] : [named(element.type)]));
  return [...said, ...type.interfaces(), ...(type instanceof InterfaceType ? type.allImplementations() : [])];
}

const typesOfInput = (input: InputObjectType, isHidden: (element: Element) => boolean): readonly NamedType[] =>
  input.fields().flatMap((field) => (isHidden(field) || field.type === undefined ? [] : [named(field.type)]));

const named = (type: Type): NamedType => baseType(type);
