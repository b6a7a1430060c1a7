// The objects that a fetch completes: found in the tree, represented, and filled with what came.

import type { Place } from '../prepare/blueprint.ts';
import { mergeField } from './merge.ts';
import { isObject, type JsonObject, own } from './objects.ts';
import { applyRewrites, isOfTypeOrUnknown } from './rewrites.ts';
import type { ExecutableSlot, Representations, Run } from './run.ts';

/** The objects at a place, each once. */
export function objectsAt(run: Run, { id, path }: Place): readonly JsonObject[] {
  const known = run.found[id];
  if (known !== undefined) return known;
  const objects: JsonObject[] = [];
  collect(run.data, path, 0, objects);
  const found = run.shared ? [...new Set(objects)] : objects;
  run.found[id] = found;
  return found;
}

function collect(value: unknown, path: readonly string[], at: number, into: JsonObject[]): void {
  let current = value;
  for (let index = at; index < path.length; index++) {
    if (typeof current !== 'object' || current === null) return;
    const part = path[index] as string; // index is below the length
    if (part === '@') {
      if (Array.isArray(current)) for (let item = 0; item < current.length; item++) collect(current[item], path, index + 1, into);
      return;
    }
    current = Object.hasOwn(current, part) ? (current as JsonObject)[part] : undefined; // an object has fields
  }
  if (Array.isArray(current)) for (const item of current) collect(item, path, path.length, into);
  else if (isObject(current)) into.push(current);
}

/** The representations that a slot needs, each text once. Slots with the same needs share them. */
export function representationsOf(run: Run, slot: ExecutableSlot): Representations {
  const known = run.sets[slot.set];
  if (known !== undefined) return known;
  const texts: string[] = [];
  const entities: JsonObject[] = [];
  const which: number[] = [];
  const placeOf: number[] = [];
  const firstPlace: number[] = [];
  const byKey = new Map<string, number>();
  const byText = new Map<string, number>();
  const { soleKey, soleType, represent } = slot;
  for (let place = 0; place < slot.places.length; place++) {
    const objects = objectsAt(run, slot.places[place] as Place); // place is below the length
    for (let index = 0; index < objects.length; index++) {
      const entity = objects[index] as JsonObject; // index is below the length
      // One plain key: looked up before a text is written.
      const key = soleKey !== null && entity['__typename'] === soleType ? own(entity, soleKey) : undefined;
      const isKey = typeof key === 'string';
      let number = isKey ? byKey.get(key) : undefined;
      if (number === undefined) {
        const text = represent(entity);
        if (text === null) continue;
        number = isKey ? undefined : byText.get(text);
        if (number === undefined) {
          number = texts.length;
          texts.push(text);
          firstPlace.push(place);
          if (isKey) byKey.set(key, number);
          else byText.set(text, number);
        }
      }
      entities.push(entity);
      which.push(number);
      placeOf.push(place);
    }
  }
  const representations = { texts, entities, which, placeOf, firstPlace };
  run.sets[slot.set] = representations;
  return representations;
}

/** Gives each represented object what was received for it. */
export function fill(run: Run, slot: ExecutableSlot, representations: Representations, received: readonly unknown[]): void {
  const { entities, which, placeOf, firstPlace, texts } = representations;
  const { assign } = slot;
  if (slot.outputRewrites.length > 0) rewriteReceived(run, slot, representations, received);
  for (let index = 0; index < entities.length; index++) {
    const number = which[index] as number; // as long as entities
    const source = received[number];
    if (!isObject(source)) continue;
    const entity = entities[index] as JsonObject; // index is below the length
    // What later fetches add differs between places, not within one.
    const share = !run.plan.usesContext && placeOf[index] === firstPlace[number];
    if (assign !== null) assign(entity, source, share);
    else mergeReceived(run, entity, source, share);
  }
  if (entities.length > texts.length) run.shared = true;
}

/** Whoever does not say the type, or only knows an interface for it (an interface object), does not take it away. */
function mergeReceived(run: Run, entity: JsonObject, source: JsonObject, share: boolean): void {
  const type = own(source, '__typename');
  const keepsType = !type || (own(entity, '__typename') && run.isOfType.isAbstract(type));
  for (const name of Object.keys(source)) {
    if (name !== '__typename' || !keepsType) mergeField(entity, name, own(source, name), share);
  }
}

/** Rewrites may ask for the type of a received object, which is that of the one it completes. It is not given to others that it completes too. */
function rewriteReceived(run: Run, slot: ExecutableSlot, { entities, which }: Representations, received: readonly unknown[]): void {
  const typed: JsonObject[] = [];
  for (let index = 0; index < entities.length; index++) {
    const source = received[which[index] as number]; // as long as entities
    if (!isObject(source) || own(source, '__typename')) continue;
    source['__typename'] = entities[index]?.['__typename'];
    typed.push(source);
  }
  applyRewrites(received, slot.outputRewrites, isOfTypeOrUnknown(run.isOfType));
  for (const source of typed) delete source['__typename'];
}
