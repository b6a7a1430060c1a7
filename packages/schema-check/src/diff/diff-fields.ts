// The fields of an object or interface.
import type { GraphQLField, GraphQLInterfaceType, GraphQLObjectType } from 'graphql';
import type { Found } from './change.ts';
import { diffArguments } from './diff-inputs.ts';
import { describedChanges } from './diff-texts.ts';
import { differenceOf } from './named-difference.ts';
import { relationOf } from './type-relation.ts';

type Composite = GraphQLObjectType | GraphQLInterfaceType;
type Field = GraphQLField<unknown, unknown>;

export function diffFields(base: Composite, head: Composite): readonly Found[] {
  const { added, removed, kept } = differenceOf<Field>(Object.values(base.getFields()), Object.values(head.getFields()));
  const coordinateOf = ({ name }: Field): string => `${base.name}.${name}`;
  return [
    ...removed.map((field): Found => {
      const hint = field.deprecationReason == null ? '' : ' It was deprecated.';
      return { code: 'FIELD_REMOVED', coordinate: coordinateOf(field), message: `Field ${coordinateOf(field)} was removed.${hint}` };
    }),
    ...added.map(
      (field): Found => ({ code: 'FIELD_ADDED', coordinate: coordinateOf(field), message: `Field ${coordinateOf(field)} was added.` }),
    ),
    ...kept.flatMap(([before, after]) => [
      ...describedChanges(coordinateOf(before), before, after),
      ...fieldTypeChanges(coordinateOf(before), before, after),
      ...diffArguments(coordinateOf(before), before.args, after.args),
    ]),
  ];
}

function fieldTypeChanges(coordinate: string, base: Field, head: Field): readonly Found[] {
  const [before, after] = [String(base.type), String(head.type)];
  if (before === after) return [];
  const { sameShape, loosened } = relationOf(base.type, head.type);
  const found = { coordinate, detail: `${before} ${after}`, message: `Field ${coordinate} is ${after}, it was ${before}.` };
  if (!sameShape) return [{ ...found, code: 'FIELD_TYPE_CHANGED' }];
  return [{ ...found, code: loosened.length > 0 ? 'FIELD_BECAME_NULLABLE' : 'FIELD_BECAME_NON_NULL' }];
}
