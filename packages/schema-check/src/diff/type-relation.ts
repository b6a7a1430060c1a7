// How two types of a position relate: the same shape, and where non-null was added or taken away.
import { type GraphQLType, getNamedType, isListType, isNonNullType } from 'graphql';

export interface TypeRelation {
  /** Whether lists and the named type are the same. */
  readonly sameShape: boolean;
  /** Depths, 0 outermost, that are non-null in head only. */
  readonly tightened: readonly number[];
  /** Depths that are non-null in base only. */
  readonly loosened: readonly number[];
}

export function relationOf(base: GraphQLType, head: GraphQLType): TypeRelation {
  const tightened: number[] = [];
  const loosened: number[] = [];
  let [before, after] = [base, head];
  for (let depth = 0; ; depth++) {
    if (isNonNullType(after) && !isNonNullType(before)) tightened.push(depth);
    if (isNonNullType(before) && !isNonNullType(after)) loosened.push(depth);
    const [beforeInner, afterInner] = [nullableOf(before), nullableOf(after)];
    if (!isListType(beforeInner) || !isListType(afterInner)) {
      const sameList = isListType(beforeInner) === isListType(afterInner);
      return { sameShape: sameList && getNamedType(beforeInner).name === getNamedType(afterInner).name, tightened, loosened };
    }
    before = beforeInner.ofType;
    after = afterInner.ofType;
  }
}

const nullableOf = (type: GraphQLType): GraphQLType => (isNonNullType(type) ? type.ofType : type);
