// Every change between two schemas, as clients feel it.
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  OperationTypeNode,
} from 'graphql';
import type { Change } from '../model.ts';
import { changeOf, type Found } from './change.ts';
import { diffDirectives } from './diff-directives.ts';
import { diffEnums } from './diff-enums.ts';
import { diffFields } from './diff-fields.ts';
import { diffInputObjects } from './diff-inputs.ts';
import { diffMembers, membershipsOf } from './diff-members.ts';
import { describedChanges } from './diff-texts.ts';
import { differenceOf } from './named-difference.ts';
import { placesOf } from './source-places.ts';
import { type TypePositions, typePositionsOf } from './type-positions.ts';

/**
 * The changes in the order of the schemas, without knowledge of operations. Places are those of the texts that the schemas were built from.
 * Applied directives are no part of what clients see, but `@deprecated`, `@specifiedBy` and `@oneOf`.
 */
export function diffSchemas(base: GraphQLSchema, head: GraphQLSchema): readonly Change[] {
  const origin = { subgraph: null, base: placesOf(base), head: placesOf(head) };
  return schemaChanges(base, head).map((found) => changeOf(found, origin));
}

/** The same, before places and fingerprints. */
export function schemaChanges(base: GraphQLSchema, head: GraphQLSchema): readonly Found[] {
  const { added, removed, kept } = differenceOf(typesOf(base), typesOf(head));
  const positions = typePositionsOf(base);
  return [
    ...Object.values(OperationTypeNode).flatMap((operation) => rootChanges(operation, base, head)),
    ...removed.map(({ name }): Found => ({ code: 'TYPE_REMOVED', coordinate: name, message: `Type ${name} was removed.` })),
    ...added.map(({ name }): Found => ({ code: 'TYPE_ADDED', coordinate: name, message: `Type ${name} was added.` })),
    ...diffMembers(membershipsOf(base), membershipsOf(head)),
    ...kept.flatMap(([before, after]) => typeChanges(before, after, positions)),
    ...diffDirectives(base, head),
  ];
}

const typesOf = (schema: GraphQLSchema): readonly GraphQLNamedType[] =>
  Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));

function rootChanges(operation: OperationTypeNode, base: GraphQLSchema, head: GraphQLSchema): readonly Found[] {
  const before = base.getRootType(operation)?.name;
  const after = head.getRootType(operation)?.name;
  if (before === after) return [];
  if (before === undefined && after !== undefined)
    return [{ code: 'ROOT_TYPE_ADDED', coordinate: after, message: `There are operations of kind ${operation} now.`, detail: operation }];
  if (before === undefined) return [];
  if (after === undefined)
    return [
      {
        code: 'ROOT_TYPE_REMOVED',
        coordinate: before,
        message: `There are no operations of kind ${operation} any more.`,
        detail: operation,
      },
    ];
  const message = `The root type of operations of kind ${operation} is ${after}, it was ${before}.`;
  return [{ code: 'ROOT_TYPE_CHANGED', coordinate: before, message, detail: `${operation} ${after}` }];
}

function typeChanges(base: GraphQLNamedType, head: GraphQLNamedType, positions: TypePositions): readonly Found[] {
  return [...describedChanges(base.name, base, head), ...structureChanges(base, head, positions)];
}

function structureChanges(base: GraphQLNamedType, head: GraphQLNamedType, positions: TypePositions): readonly Found[] {
  if (isObjectType(base) && isObjectType(head)) return diffFields(base, head);
  if (isInterfaceType(base) && isInterfaceType(head)) return diffFields(base, head);
  // Their members are compared with those of interfaces.
  if (isUnionType(base) && isUnionType(head)) return [];
  if (isEnumType(base) && isEnumType(head)) return diffEnums(base, head, positions);
  if (isInputObjectType(base) && isInputObjectType(head)) return diffInputObjects(base, head);
  if (isScalarType(base) && isScalarType(head)) {
    const [before, after] = [base.specifiedByURL ?? null, head.specifiedByURL ?? null];
    if (before === after) return [];
    const message = `Scalar ${base.name} is specified by ${after ?? 'nothing'}, it was by ${before ?? 'nothing'}.`;
    return [{ code: 'SCALAR_SPECIFIED_BY_CHANGED', coordinate: base.name, message, detail: `${before} ${after}` }];
  }
  const [before, after] = [kindOf(base), kindOf(head)];
  const message = `${base.name} is ${after}, it was ${before}.`;
  return [{ code: 'TYPE_KIND_CHANGED', coordinate: base.name, message, detail: `${before} ${after}` }];
}

function kindOf(type: GraphQLNamedType): string {
  if (isObjectType(type)) return 'an object';
  if (isInterfaceType(type)) return 'an interface';
  if (isUnionType(type)) return 'a union';
  if (isEnumType(type)) return 'an enum';
  return isInputObjectType(type) ? 'an input object' : 'a scalar';
}
