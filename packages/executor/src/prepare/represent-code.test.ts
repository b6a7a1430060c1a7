// The code that writes representations against the slow way, on generated requirements and entities.
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { expect, it } from 'vitest';
import { type JsonObject, put } from '../execute/objects.ts';
import { representationText } from '../execute/representation.ts';
import { createIsOfType } from '../execute/rewrites.ts';
import { entityNode, executable, fetchNode, possibleTypes, sequence } from '../testing/in-process.ts';
import { forSeeds, type Random } from '../testing/random.ts';
import { representCode, soleKeyOf } from './represent-code.ts';

const isOfType = createIsOfType(possibleTypes);
const names = ['id', 'sku', 'size', 'constructor', 'toString', '__proto__', 'a-b'];
const types = ['Book', 'Film', 'Song', 'Work', 'Any'];

const generateSelections = (random: Random, depth: number): QueryPlanSelectionNode[] => {
  const fields = random.some(names, 1 + random.below(3)).map(
    (name): QueryPlanSelectionNode => ({
      kind: 'Field',
      name,
      ...(depth < 2 && random.chance(0.3) && { selections: generateSelections(random, depth + 1) }),
    }),
  );
  const unused = names.filter((name) => !fields.some((field) => field.kind === 'Field' && field.name === name));
  if (depth === 0 || !random.chance(0.3)) return fields;
  return [
    ...fields,
    {
      kind: 'InlineFragment',
      typeCondition: random.pick(types),
      selections: random.some(unused, 2).map((name) => ({ kind: 'Field', name })),
    },
  ];
};

const generateRequires = (random: Random): QueryPlanSelectionNode[] =>
  random.some(types, 1 + random.below(2)).map((typeCondition) => ({
    kind: 'InlineFragment',
    typeCondition,
    selections: [{ kind: 'Field', name: '__typename' }, ...generateSelections(random, 0)],
  }));

const leaves = [1, 0, 1.5, true, null, '', 'short', 'with "quotes"', 'back\\slash', 'é'.repeat(50), ['a', 1, null], { b: [1] }, '\u2028'];

function generateEntity(random: Random, depth: number): JsonObject {
  const object: JsonObject = {};
  if (random.chance(0.9)) object['__typename'] = random.pick([...types, '', 'Nowhere']);
  for (const name of names) {
    if (random.chance(0.15)) continue;
    const isNested = depth < 3 && random.chance(0.5);
    put(object, name, isNested ? nestedIn(random, depth) : random.pick(leaves));
  }
  return object;
}

const nestedIn = (random: Random, depth: number): unknown =>
  random.chance(0.4)
    ? Array.from({ length: random.below(3) }, () =>
        random.pick([null, generateEntity(random, depth + 1), [generateEntity(random, depth + 1)]]),
      )
    : generateEntity(random, depth + 1);

/** The plan's slot for these requirements, as it is when it has crossed a thread. */
function slotFor(requires: QueryPlanSelectionNode[]) {
  const [, request] = executable(sequence(fetchNode('a', '{ x { id } }'), entityNode('b', 'x', 'y', { requires }))).requests;
  const [slot] = request?.slots ?? [];
  if (slot === undefined) throw new Error('There is one.');
  return slot;
}

it('writes what the slow way gives', () => {
  const counts = { code: 0, represented: 0, refused: 0 };
  forSeeds(400, (random) => {
    const requires = generateRequires(random);
    counts.code += Number(representCode(requires, possibleTypes) !== null);
    const { represent } = slotFor(requires);
    for (let index = 0; index < 5; index++) {
      const entity: JsonObject = JSON.parse(JSON.stringify(generateEntity(random, 0)));
      const expected = representationText(entity, requires, [], isOfType);
      const text = represent(entity);
      counts[text === null ? 'refused' : 'represented'] += 1;
      expect(text === null ? null : JSON.parse(text), JSON.stringify({ requires, entity })).toEqual(
        expected === null ? null : JSON.parse(expected),
      );
    }
  });
  expect(counts.code).toBeGreaterThan(100);
  expect(counts.represented).toBeGreaterThan(100);
  expect(counts.refused).toBeGreaterThan(100);
});

const field = (name: string, selections?: QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'Field',
  name,
  ...(selections && { selections }),
});
const on = (typeCondition: string, ...selections: QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'InlineFragment',
  typeCondition,
  selections,
});

it.each<[string, QueryPlanSelectionNode[]]>([
  ['several parts may apply to one object', [on('Book', field('__typename'), field('id')), on('Work', field('__typename'), field('sku'))]],
  ['the type name is not in front', [on('Book', field('id'), field('__typename'))]],
  ['fields stand outside of a type', [field('__typename'), field('id')]],
  ['a field is required twice', [on('Book', field('__typename'), field('size', [field('a'), on('Book', field('a'))]))]],
])('is left to the slow way when %s', (_, requires) => {
  expect(representCode(requires, possibleTypes)).toBeNull();
});

it('knows the field that alone tells representations apart', () => {
  expect(soleKeyOf([on('Book', field('__typename'), field('id'))])).toEqual({ key: 'id', type: 'Book' });
  expect(soleKeyOf([on('Book', field('__typename'), field('id'), field('sku'))])).toBeNull();
  expect(soleKeyOf([on('Book', field('__typename'), field('size', [field('a')]))])).toBeNull();
  expect(soleKeyOf([on('Book', field('__typename'))])).toBeNull();
  expect(soleKeyOf([on('Book', field('__typename'), field('id')), on('Film', field('__typename'), field('id'))])).toBeNull();
});

it('is compiled for types that are called as what objects inherit', () => {
  expect(() => representCode([on('constructor', field('__typename'), field('id'))], possibleTypes)).not.toThrow();
});
