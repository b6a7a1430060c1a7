// What a caller is to get at the end of a way: the steps walked one by one, by the tables.
import type { Step, Way } from '../paths/ways.ts';
import type { Caller } from './callers.ts';
import type { Policy } from './contract.ts';
import { type Found, leadOf } from './leads.ts';
import { isPrivate, isVisible, type Row, seesPrivate } from './rows.ts';
import type { World } from './world.ts';

/** `null` is null, or not in its list, without an error; `value` is an answer without an error, and there where rows are the question. */
export type Outcome = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'null' | 'value';

export interface Expectation {
  /** Null when the tables foretell nothing. */
  readonly outcome: Outcome | null;
  /** What stands at each step. */
  readonly found: readonly Found[];
  /** Whether null at the end would be a row that is missing. */
  readonly mustBeThere: boolean;
}

export interface Terms {
  readonly policy: Policy;
  readonly isList: (coordinate: string) => boolean;
}

/** @throws {Error} when a coordinate is in no table. */
export function expectationOf(way: Way, caller: Caller, world: World, { policy, isList }: Terms): Expectation {
  const found: Found[] = [];
  let outcome: Outcome | null = 'value';
  let from: Found = 'something';
  for (const [index, step] of way.entries()) {
    const isLast = index === way.length - 1;
    const at = leadOf(step.coordinate, step.variant, { from, caller, world });
    found.push(at);
    if (outcome === 'value') outcome = stepOutcome(step, { from, at, caller, policy, passes: isLast && isList(step.coordinate) });
    from = at;
  }
  const last = way.at(-1);
  const mustBeThere = outcome === 'null' || (last !== undefined && (isPrivate(last.coordinate) || isRowOf(last.type, found.at(-1))));
  return { outcome, found, mustBeThere };
}

interface At {
  readonly from: Found;
  readonly at: Found;
  readonly caller: Caller;
  readonly policy: Policy;
  /** The way ends with this list: it is there, whatever is in it. */
  readonly passes: boolean;
}

function stepOutcome(step: Step, { from, at, caller, policy, passes }: At): Outcome | null {
  const refusal = refusalOf(step.coordinate, caller, policy);
  if (refusal !== null) return refusal;
  if (isPrivate(step.coordinate) && typeof from === 'object' && !seesPrivate(from.id, caller)) return 'null';
  if (step.isLeaf || passes) return 'value';
  if (at === 'nothing') return 'null';
  if (at === 'unforetold') return step.coordinate.startsWith('Mutation.') ? 'value' : null;
  if (isRowOf(step.type, at) && !isVisible(at, caller)) return 'null';
  return 'value';
}

/** Whether a value of this type is the row, or its place in a list; another is a part of it. */
const isRowOf = (type: string, found: Found | undefined): found is Row =>
  typeof found === 'object' && (found.type === type || `${found.type}Edge` === type);

/** What the caller is told who may not read the coordinate. @throws {Error} when it is in no table. */
export function refusalOf(coordinate: string, caller: Caller, policy: Policy): 'UNAUTHENTICATED' | 'FORBIDDEN' | null {
  if (coordinate === 'Query._entities') return null;
  const rule = policy.ruleOf(coordinate);
  if (rule === null)
    throw new Error(`Nobody has told who may read ${coordinate}: it is neither in the contract nor in policy/additions.ts.`);
  const { scopes, services } = rule;
  if (services === undefined && scopes.length === 0) return null;
  if (caller.kind === 'anonymous') return 'UNAUTHENTICATED';
  if (services !== undefined) return services.some((name) => caller.name === `service ${name}`) ? null : 'FORBIDDEN';
  // A service acts for nobody: what asks for a person's or a client's scopes is not for it.
  const isMet = scopes.every(
    (choice) => caller.kind !== 'service' && choice.some((all) => all.every((scope) => caller.scopes.includes(scope))),
  );
  return isMet ? null : 'FORBIDDEN';
}
