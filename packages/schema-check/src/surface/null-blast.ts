// The null blast radius: what becomes null with a field when its subgraph is down, and where a change makes that worse.
import { Kind } from 'graphql';
import type { Finding, SourceLocation } from '../model.ts';
import { gainedPlaces } from './gained-places.ts';
import { nullPathsOf, wholeResponse } from './null-paths.ts';
import { type SupergraphField, type SupergraphFields, supergraphFieldsOf } from './supergraph-fields.ts';

/** For fields of both sides whose subgraph takes more with it than before. @throws {GraphQLError} when a text is no schema document. */
export function nullBlastFindings(base: string, head: string, sourceOf: (coordinate: string) => SourceLocation | null): readonly Finding[] {
  const [before, after] = [supergraphFieldsOf(base), supergraphFieldsOf(head)];
  const known = new Map(before.fields.map((field) => [field.coordinate, field]));
  const added = addedNulls(before, after);
  return dependencies(after).flatMap(({ subgraph, field }) => {
    const { coordinate } = field;
    if (!known.has(coordinate)) return [];
    const { places, staysWithin } = added(subgraph, field);
    const worse = places.filter((one) => known.has(one) || one === wholeResponse);
    if (worse.length === 0) return [];
    const message = `When ${subgraph} is down, ${coordinate} now takes with it: ${worse.toSorted().join(', ')}.`;
    const suggestion = staysWithin ? null : `Let ${coordinate} be null.`;
    const source = sourceOf(coordinate);
    return [{ level: 'warning', code: 'NULL_BLAST_GREW', message, coordinate, source, suggestion, affected: [] } satisfies Finding];
  });
}

interface Dependency {
  /** Without which the field has no value. */
  readonly subgraph: string;
  readonly field: SupergraphField;
}

interface Added {
  /** Null with the field in head, and not in base. */
  readonly places: readonly string[];
  /** Whether a null ends in the field itself. */
  readonly staysWithin: boolean;
}

function addedNulls(base: SupergraphFields, head: SupergraphFields): (subgraph: string, field: SupergraphField) => Added {
  const [below, above] = [nullPathsOf(base), nullPathsOf(head)];
  const gained = gainedPlaces(below, above);
  const before = new Map(dependencies(base).map((one) => [`${one.subgraph} ${one.field.coordinate}`, one.field]));
  return (subgraph, field) => {
    const { coordinate, owner } = field;
    const was = before.get(`${subgraph} ${coordinate}`);
    if (mayBeNull(field)) {
      const isKnown = was !== undefined && (mayBeNull(was) || below.typesBelow(coordinate).has(owner));
      return { places: isKnown ? [] : [coordinate], staysWithin: true };
    }
    const places =
      was === undefined || mayBeNull(was)
        ? [...above.placesAbove(owner)].filter((one) => was === undefined || one !== coordinate)
        : gained(owner);
    return { places: [...places], staysWithin: above.typesBelow(coordinate).has(owner) };
  };
}

const mayBeNull = ({ type }: SupergraphField): boolean => type.kind !== Kind.NON_NULL_TYPE;

/** Each field with its only subgraph, and the only ones of what it requires. */
function dependencies({ fields }: SupergraphFields): readonly Dependency[] {
  const byCoordinate = new Map(fields.map((field) => [field.coordinate, field]));
  return fields.flatMap((field) => {
    const groups = [field.subgraphs, ...field.required.map((coordinate) => byCoordinate.get(coordinate)?.subgraphs ?? [])];
    const needed = new Set(groups.filter((group) => group.length === 1).flat());
    return [...needed].map((subgraph) => ({ subgraph, field }));
  });
}
