// Which subgraphs resolve which fields, and which fields and entities moved from one to another.
import { isObjectType } from 'graphql';
import { argumentOf, keysOf, named } from './applied-directive.ts';
import type { Found } from './change.ts';
import type { SubgraphDocument } from './subgraph-document.ts';

/** Type -> field -> the subgraphs that resolve it. Keys, which each subgraph of an entity has, are left out. */
type Owners = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** @param renamed base name -> head name, of subgraphs that only have another name. */
export function movesBetween(
  base: readonly SubgraphDocument[],
  head: readonly SubgraphDocument[],
  renamed: ReadonlyMap<string, string>,
): readonly Found[] {
  const [before, after] = [ownersIn(base, renamed), ownersIn(head, new Map())];
  const keyed = new Set(
    head.flatMap(({ applied }) => [...applied].filter(([, here]) => named(here, 'key').length > 0).map(([type]) => type)),
  );
  return [...before].flatMap(([type, fields]) => {
    const moved = [...fields].flatMap(([field, owners]) => moveOf(`${type}.${field}`, owners, after.get(type)?.get(field)));
    const kept = [...fields.keys()].filter((field) => after.get(type)?.has(field));
    const [first] = moved;
    const isWhole = keyed.has(type) && moved.length === kept.length && moved.every(({ detail }) => detail === first?.detail);
    if (first === undefined || !isWhole) return moved;
    return [
      { code: 'ENTITY_MOVED', coordinate: type, detail: first.detail ?? '', message: `Entity ${type} moved ${first.detail}.` } as const,
    ];
  });
}

function moveOf(coordinate: string, base: ReadonlySet<string>, head: ReadonlySet<string> | undefined): readonly Found[] {
  if (head === undefined || base.size === 0 || head.size === 0 || [...base].some((owner) => head.has(owner))) return [];
  const detail = `from ${[...base].toSorted().join(', ')} to ${[...head].toSorted().join(', ')}`;
  return [{ code: 'FIELD_MOVED', coordinate, detail, message: `Field ${coordinate} moved ${detail}.` }];
}

function ownersIn(subgraphs: readonly SubgraphDocument[], renamed: ReadonlyMap<string, string>): Owners {
  const owners = new Map<string, Map<string, Set<string>>>();
  const overridden: { type: string; field: string; from: string }[] = [];
  for (const { name, schema, applied } of subgraphs) {
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      const atType = applied.get(type.name) ?? [];
      const keys = keyFieldsOf(keysOf(atType).keys());
      for (const field of Object.keys(type.getFields())) {
        const here = [...(applied.get(`${type.name}.${field}`) ?? []), ...named(atType, 'external')];
        if (keys.has(field) || named(here, 'external').length > 0) continue;
        const fields = owners.get(type.name) ?? new Map<string, Set<string>>();
        owners.set(type.name, fields.set(field, (fields.get(field) ?? new Set()).add(renamed.get(name) ?? name)));
        const [override] = named(here, 'override');
        const from = override === undefined || argumentOf(override, 'label') !== null ? null : argumentOf(override, 'from');
        if (from !== null) overridden.push({ type: type.name, field, from: renamed.get(from) ?? from });
      }
    }
  }
  for (const { type, field, from } of overridden) owners.get(type)?.get(field)?.delete(from);
  return owners;
}

/** The fields that keys begin with. */
function keyFieldsOf(fieldSets: Iterable<string>): ReadonlySet<string> {
  return new Set([...fieldSets].flatMap((fields) => withoutSelections(fields).match(/\w+/g) ?? []));
}

function withoutSelections(fields: string): string {
  const outer = fields.replace(/\{[^{}]*\}/g, '');
  return outer === fields ? fields : withoutSelections(outer);
}
