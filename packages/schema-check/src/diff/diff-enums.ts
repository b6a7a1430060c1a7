// The values of an enum.
import type { GraphQLEnumType } from 'graphql';
import type { Found } from './change.ts';
import { describedChanges } from './diff-texts.ts';
import { differenceOf } from './named-difference.ts';
import type { TypePositions } from './type-positions.ts';

/** @param positions of the base schema: what known operations can receive and send. */
export function diffEnums(base: GraphQLEnumType, head: GraphQLEnumType, positions: TypePositions): readonly Found[] {
  const { added, removed, kept } = differenceOf([...base.getValues()], [...head.getValues()]);
  const onAddition = positions.received.has(base.name) ? {} : ({ severity: 'safe' } as const);
  const onRemoval = positions.sent.has(base.name) ? {} : ({ severity: 'dangerous' } as const);
  const coordinateOf = ({ name }: { readonly name: string }): string => `${base.name}.${name}`;
  return [
    ...removed
      .map(coordinateOf)
      .map(
        (coordinate): Found => ({ ...onRemoval, code: 'ENUM_VALUE_REMOVED', coordinate, message: `Enum value ${coordinate} was removed.` }),
      ),
    ...added
      .map(coordinateOf)
      .map(
        (coordinate): Found => ({ ...onAddition, code: 'ENUM_VALUE_ADDED', coordinate, message: `Enum value ${coordinate} was added.` }),
      ),
    ...kept.flatMap(([before, after]) => describedChanges(coordinateOf(before), before, after)),
  ];
}
