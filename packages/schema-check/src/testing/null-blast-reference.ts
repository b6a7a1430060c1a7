// The null blast radius, field by field: slow, and what the quick one must give too.
// A null in a non-null field makes its parent null: https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
import { Kind, type TypeNode } from 'graphql';
import { namedType } from '../lint/lint-rules.ts';
import type { Finding, SourceLocation } from '../model.ts';
import { type SupergraphField, supergraphFieldsOf } from '../surface/supergraph-fields.ts';

/** `data` itself. */
const wholeResponse = 'the whole response';

/** By `subgraph field`: the coordinates that are null in its place, itself when it may be null. */
type BlastRadius = ReadonlyMap<string, Blast>;

interface Blast {
  readonly subgraph: string;
  readonly coordinate: string;
  readonly nulls: ReadonlySet<string>;
}

/** For fields of both sides whose subgraph takes more with it than before. @throws {GraphQLError} when a text is no schema document. */
export function nullBlastReference(
  base: string,
  head: string,
  sourceOf: (coordinate: string) => SourceLocation | null,
): readonly Finding[] {
  const known = new Set(supergraphFieldsOf(base).fields.map(({ coordinate }) => coordinate));
  const before = blastRadius(base);
  return [...blastRadius(head)].flatMap(([key, { subgraph, coordinate, nulls }]) => {
    const added = [...nulls].filter((one) => known.has(one) || one === wholeResponse).filter((one) => !before.get(key)?.nulls.has(one));
    if (!known.has(coordinate) || added.length === 0) return [];
    const message = `When ${subgraph} is down, ${coordinate} now takes with it: ${added.toSorted().join(', ')}.`;
    const suggestion = nulls.has(coordinate) ? null : `Let ${coordinate} be null.`;
    const source = sourceOf(coordinate);
    return [{ level: 'warning', code: 'NULL_BLAST_GREW', message, coordinate, source, suggestion, affected: [] } satisfies Finding];
  });
}

/** Of every field that a single subgraph can answer. */
function blastRadius(supergraphSdl: string): BlastRadius {
  const { fields, abstractTypes, roots } = supergraphFieldsOf(supergraphSdl);
  const byCoordinate = new Map(fields.map((field) => [field.coordinate, field]));
  const returning = Map.groupBy(fields, ({ type }) => namedType(type));
  const parentsOf = (owner: string) => [owner, ...(abstractTypes.get(owner) ?? [])].flatMap((type) => returning.get(type) ?? []);
  const nullsOf = memoised((owner: string) => nullsAbove(owner, parentsOf, roots));
  const blasts = fields.flatMap((field) =>
    needsOf(field, byCoordinate).map((subgraph) => {
      const nulls = field.type.kind === Kind.NON_NULL_TYPE ? nullsOf(field.owner) : new Set([field.coordinate]);
      return [`${subgraph} ${field.coordinate}`, { subgraph, coordinate: field.coordinate, nulls }] as const;
    }),
  );
  return new Map(blasts);
}

/** The subgraphs without which it has no value: its only one, and the only ones of what it requires. */
function needsOf({ subgraphs, required }: SupergraphField, byCoordinate: ReadonlyMap<string, SupergraphField>): readonly string[] {
  const groups = [subgraphs, ...required.map((coordinate) => byCoordinate.get(coordinate)?.subgraphs ?? [])];
  return [...new Set(groups.filter((group) => group.length === 1).flat())];
}

/** What is null when an object of a type cannot be: the nearest places above it that may be null. */
function nullsAbove(
  owner: string,
  parentsOf: (owner: string) => readonly SupergraphField[],
  roots: ReadonlySet<string>,
): ReadonlySet<string> {
  const nulls = new Set<string>();
  const seen = new Set([owner]);
  for (const type of seen) {
    if (roots.has(type)) nulls.add(wholeResponse);
    for (const parent of parentsOf(type)) {
      if (stops(parent.type)) nulls.add(parent.coordinate);
      else seen.add(parent.owner); // a set that grows while it is walked: each type once
    }
  }
  return nulls;
}

/** Whether a null within a field ends there: the item, the list or the field itself may be null. */
const stops = (type: TypeNode): boolean => type.kind !== Kind.NON_NULL_TYPE || (type.type.kind === Kind.LIST_TYPE && stops(type.type.type));

function memoised<Value>(compute: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
