// What a contract leaves out of a supergraph, and why: Apollo's rules of filtering.
// https://www.apollographql.com/docs/graphos/platform/schema-management/delivery/contracts/reference
import { InputObjectType, isEnumType, isUnionType, type NamedType, type Schema } from '@apollo/federation-internals';
import type { Contract } from './contract-config.ts';
import { type Element, isComposite } from './element.ts';
import { reachableTypes } from './reachable-types.ts';

export type Reason =
  /** A tag that stands at `at`, the element or its type. */
  | { readonly kind: 'excluded'; readonly tag: string; readonly at: string }
  | { readonly kind: 'not-included' }
  /** Nothing is left in it. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreachable' };

export type Tags = (element: Element) => readonly string[];

/** Those that are not hidden already. `tagsOf` gives the tags that stand at an element itself. */
export function hiddenElements(
  schema: Schema,
  contract: Contract,
  tagsOf: Tags,
  isInaccessible: (element: Element) => boolean,
): ReadonlyMap<Element, Reason> {
  const types = schema.types().filter((type) => schema.coreFeatures?.sourceFeature(type) === undefined);
  const hidden = new Map(types.flatMap((type) => [...byTags(type, contract, tagsOf)]).filter(([element]) => !isInaccessible(element)));
  const isHidden = (element: Element) => hidden.has(element) || isInaccessible(element);
  const leftEmpty = (type: NamedType, parts: readonly Element[]) => !isHidden(type) && parts.every(isHidden);
  // A union may be left empty by objects that are.
  for (const type of types) if (isComposite(type) && leftEmpty(type, type.fields())) hidden.set(type, { kind: 'empty' });
  for (const type of types) if (isUnionType(type) && leftEmpty(type, type.types())) hidden.set(type, { kind: 'empty' });
  if (!contract.hideUnreachableTypes) return hidden;
  const isIncluded = (type: NamedType) => tagsOf(type).some((tag) => contract.include.includes(tag));
  const reachable = reachableTypes(schema, types.filter(isIncluded), isHidden);
  for (const type of types) if (!reachable.has(type) && !isHidden(type)) hidden.set(type, { kind: 'unreachable' });
  return hidden;
}

/** A type and its parts, as far as their tags decide. A tag of an object or interface is one of all its fields; what is included are fields and unions. */
function byTags(type: NamedType, contract: Contract, tagsOf: Tags): readonly (readonly [Element, Reason])[] {
  const excludedAt = (element: Element): Reason | null => {
    const tag = tagsOf(element).find((one) => contract.exclude.includes(one));
    return tag === undefined ? null : { kind: 'excluded', tag, at: element.coordinate };
  };
  const misses = (...elements: readonly Element[]): Reason | null =>
    contract.include.length === 0 || elements.some((one) => tagsOf(one).some((tag) => contract.include.includes(tag)))
      ? null
      : { kind: 'not-included' };
  const own = excludedAt(type);
  const told = (element: Element, reason: Reason | null) => (reason === null ? [] : [[element, reason] as const]);
  if (isUnionType(type)) return told(type, own ?? misses(type));
  const parts = partsOf(type).flatMap((part) => told(part, excludedAt(part)));
  if (!isComposite(type)) return [...told(type, own), ...parts];
  const fields = type.fields().flatMap((field) => told(field, excludedAt(field) ?? own ?? misses(field, type)));
  return [...told(type, own), ...fields, ...parts];
}

/** What only exclusion is for. */
function partsOf(type: NamedType): readonly Element[] {
  if (isEnumType(type)) return type.values;
  if (type instanceof InputObjectType) return type.fields();
  return isComposite(type) ? type.fields().flatMap((field) => [...field.arguments()]) : [];
}
