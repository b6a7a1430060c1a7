// Whether a gateway answers what stock answers: nothing is measured on a wrong answer.
import { isDeepStrictEqual } from 'node:util';
import { documentOf, type WorkloadName } from './cases.ts';
import { ask, type RunningPeer } from './peers.ts';
import type { Rig } from './rig.ts';

/** `real`: a field with @requires is computed from what the gateway sends for it; else it is null, as in the public benchmark. */
export type Shipping = 'reference' | 'real';
export const shippings: readonly Shipping[] = ['real', 'reference'];

export interface Checked {
  readonly isEqual: boolean;
  /** Also byte for byte as JSON.stringify writes it: the same order of keys. */
  readonly hasSameOrder: boolean;
  readonly bytes: number;
  /** Where the first difference is, and what is there; empty when there is none. */
  readonly difference: string;
}

/** Asks once for each kind of data, and leaves the subgraphs with the last one, the reference. */
export async function answersOf(running: RunningPeer, workload: WorkloadName, rig: Rig): Promise<ReadonlyMap<Shipping, string>> {
  const answers = new Map<Shipping, string>();
  for (const shipping of shippings) {
    if (running.peer.isFloor && shipping === 'real') continue;
    await rig.admin(`/_mode?shipping=${shipping}`, '');
    answers.set(shipping, await ask(running, documentOf(workload), rig));
  }
  return answers;
}

/** Compares as JSON: the order of keys does not count, any difference else does. */
export function compare(answers: ReadonlyMap<Shipping, string>, expected: ReadonlyMap<Shipping, string>): Checked {
  let [isEqual, hasSameOrder, bytes, difference] = [true, true, 0, ''];
  for (const [shipping, text] of answers) {
    bytes = Buffer.byteLength(text);
    const [got, wanted] = [jsonOf(text), jsonOf(expected.get(shipping) ?? '')];
    if (!isRecord(wanted) || 'errors' in wanted)
      throw new Error(`Stock itself answers with errors: ${String(expected.get(shipping)).slice(0, 500)}`);
    if (!isDeepStrictEqual(got, wanted)) {
      isEqual = false;
      difference ||= `shipping ${shipping}, ${firstDifference(got, wanted, '')}`;
    }
    hasSameOrder &&= JSON.stringify(got) === JSON.stringify(wanted);
  }
  return { isEqual, hasSameOrder, bytes, difference };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

function firstDifference(got: unknown, wanted: unknown, path: string): string {
  if (isRecord(got) && isRecord(wanted)) {
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
      if (!isDeepStrictEqual(got[key], wanted[key])) return firstDifference(got[key], wanted[key], `${path}/${key}`);
    }
  }
  const shown = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 200);
  return `at ${path === '' ? 'the root' : path}: ${shown(got)} instead of ${shown(wanted)}`;
}
