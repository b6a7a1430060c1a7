// A blueprint made runnable: its code compiled, its parts resolved.
import type { Blueprint, RequestBlueprint, RootBlueprint, SlotBlueprint } from '../prepare/blueprint.ts';
import { mergeField } from './merge.ts';
import { define, type JsonObject, own } from './objects.ts';
import { projectionLibraries } from './projection-library.ts';
import { representationText } from './representation.ts';
import type { IsOfType } from './rewrites.ts';

export type Represent = (entity: JsonObject) => string | null;
export type Assign = (target: JsonObject, source: JsonObject, share: boolean) => void;
/** Gives the text (or the object) of the response's data. @throws {Deopt} */
export type Project = (
  data: JsonObject,
  conditions: readonly boolean[],
  introspection: Readonly<Record<string, unknown>> | null,
) => unknown;

export interface ExecutableSlot extends Omit<SlotBlueprint, 'represent' | 'assign'> {
  readonly represent: Represent;
  /** Null: merge key by key, after the rewrites. */
  readonly assign: Assign | null;
}

export interface ExecutableRequest extends Omit<RequestBlueprint, 'slots'> {
  readonly index: number;
  readonly slots: readonly ExecutableSlot[];
  readonly root: RootBlueprint | null;
  /** Requests, by index, that wait for this one. */
  readonly releases: readonly number[];
}

export interface ExecutablePlan extends Omit<Blueprint, 'requests' | 'projection'> {
  readonly requests: readonly ExecutableRequest[];
  /** For trees whose text holds no backslash, and for all others; null: complete by the letter. */
  readonly project: { readonly plain: Project; readonly careful: Project } | null;
}

/** Compiles what was prepared. The code is ours: names in it are literals (`prepare/names.ts`). */
export function instantiate(blueprint: Blueprint, isOfType: IsOfType): ExecutablePlan {
  const { projection } = blueprint;
  const waiting = blueprint.requests.map(({ waitsFor }) => waitsFor);
  return {
    ...blueprint,
    requests: blueprint.requests.map((request, index) => ({
      ...request,
      index,
      slots: request.slots.map((slot) => executableSlot(slot, isOfType)),
      releases: waiting.flatMap((waitsFor, other) => (waitsFor.includes(index) ? [other] : [])),
    })),
    project: projection === null ? null : compileProjection(projection),
  };
}

function compileProjection(code: string): NonNullable<ExecutablePlan['project']> {
  const make = new Function('lib', code) as (library: unknown) => Project; // the code returns one (project-code.ts)
  return { plain: make(projectionLibraries.plain), careful: make(projectionLibraries.careful) };
}

function executableSlot(slot: SlotBlueprint, isOfType: IsOfType): ExecutableSlot {
  return {
    ...slot,
    represent:
      slot.represent === null
        ? (entity) => representationText(entity, slot.requires, slot.inputRewrites, isOfType)
        : compileRepresent(slot.represent, isOfType),
    assign: slot.assign === null ? null : compileAssign(slot.assign, isOfType),
  };
}

/** What a value is on the wire. Most are short words, for which a test is cheaper than `JSON.stringify`. */
const leaf = (value: unknown): string =>
  typeof value === 'string' && value.length < 40 && plainWord.test(value) ? `"${value}"` : JSON.stringify(value);
const plainWord = /^[\w \-.,:;@/+=]*$/;

function nested(value: unknown, writeObject: Represent): string {
  if (Array.isArray(value)) return `[${value.map((item) => nested(item, writeObject)).join(',')}]`;
  // As @apollo/gateway: an object that lacks a field is null.
  return typeof value === 'object' && value !== null ? (writeObject(value as JsonObject) ?? 'null') : 'null'; // an object has fields
}

function compileRepresent(code: string, isOfType: IsOfType): Represent {
  const make = new Function('own', 'leaf', 'nested', 'isOf', `'use strict'; return ${code};`);
  return make(own, leaf, nested, isOfType) as Represent; // represent-code.ts
}

function compileAssign(code: string, { isAbstract }: IsOfType): Assign {
  const make = new Function('own', 'define', 'put', 'isAbstract', `'use strict'; return ${code};`);
  return make(own, define, mergeField, isAbstract) as Assign; // assign-code.ts
}
