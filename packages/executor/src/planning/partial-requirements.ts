// Entity fetches in which what one field requires may be missing for the others: that field is fetched apart.
import type { QueryPlan } from '@apollo/query-planner';
import type { PlannedFetch } from '../prepare/flatten-plan.ts';
import type { AskedField } from './asked-fields.ts';
import { liftFields, readsOf } from './lift-fields.ts';
import { flatFetches } from './ordered-plan.ts';
import { mapFetches } from './plan-nodes.ts';
import { covers, selectionsOf } from './required-selections.ts';
import type { SubgraphFields } from './subgraph-fields.ts';
import type { PossibleTypes } from './supergraph-document.ts';
import { askedFieldsOf, type WrittenPlaces, writtenPlacesOf } from './written-places.ts';

/**
 * The plan in which no entity goes without a field because what another field requires is not there: because a condition is not met, because
 * only objects of some types have it, or because key and requirement are read under different type conditions. The same plan when there is
 * no such fetch.
 */
export function withPartialRequirementsApart(plan: QueryPlan, fields: SubgraphFields, possibleTypes: PossibleTypes): QueryPlan {
  const planned = flatFetches(plan);
  const suspects = planned.filter(({ node }) => node.requires !== undefined && fields.mayAskFor(node.serviceName, node.operation));
  if (suspects.length === 0) return plan;
  const places = writtenPlacesOf(planned, fields, possibleTypes);
  const partial = new Map(suspects.map((fetch) => [fetch.node, partialFields(fetch, fields, possibleTypes, places)]));
  if ([...partial.values()].every(({ size }) => size === 0)) return plan;
  return mapFetches(plan, (fetch) => {
    const apart = partial.get(fetch);
    if (apart === undefined || apart.size === 0) return [fetch];
    const { rest, lifted } = liftFields(fetch, { fields, possibleTypes, isLifted: (asked) => apart.has(nameOf(asked)) });
    return [...(rest === null ? [] : [rest]), ...lifted.map(({ node }) => node)];
  });
}

/** A field of an entity within its fetch. */
const nameOf = ({ field, typeName, ofEntity }: AskedField): string => (ofEntity ? `${typeName}.${(field.alias ?? field.name).value}` : '');

function partialFields(
  fetch: PlannedFetch,
  fields: SubgraphFields,
  possibleTypes: PossibleTypes,
  places: WrittenPlaces,
): ReadonlySet<string> {
  const { node, path } = fetch;
  const asked = askedFieldsOf(node, fields).filter(({ ofEntity, field }) => ofEntity && field.name.value !== '__typename');
  const requiring = asked.flatMap((one) => {
    const set = fields.requirementOf(node.serviceName, one.typeName, one.field.name.value);
    return set === undefined ? [] : [{ one, required: selectionsOf(set) }];
  });
  const broken = requiring.filter(({ one, required }) => {
    const keys = fields.keysOf(node.serviceName, one.typeName).map(selectionsOf);
    return places.typesAt(path, one.typeName).some((type) => {
      const read = readsOf(node, type, possibleTypes);
      const isWhole = keys.some((key) => covers(read, key)) && covers(read, required);
      return !isWhole && places.mayBeThere(path, type, read) && read.length > 0;
    });
  });
  const unsure = requiring.filter(({ one, required }) => !places.isSure(fetch, one.typeName, required));
  // What all fields of the fetch require may be missing for all of them.
  const isShared = unsure.length === asked.length && new Set(unsure.map(({ required }) => JSON.stringify(required))).size === 1;
  return new Set([...broken, ...(isShared ? [] : unsure)].map(({ one }) => nameOf(one)));
}
