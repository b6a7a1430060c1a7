// Whether an answer is right, partial with the correct nulls, or a coded refusal; anything else is wrong.
import { isDeepStrictEqual } from 'node:util';
import { leaksIn } from '@tributary/test-kit';

export interface Model {
  /** The data of the whole answer. */
  readonly data: unknown;
  /** Those of which one has failed when a place (`products.nodes.*.rating`) is null now; empty: it must not be. */
  blamed(place: string): readonly string[];
  /** Codes with which a whole request may be refused now. */
  readonly refusals: readonly string[];
}

export type Verdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'partial'; readonly code: string }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'wrong'; readonly why: string };

type Path = readonly (string | number)[];

interface AnswerError {
  readonly path?: Path;
  readonly extensions?: { readonly code?: string };
}

/** With which a field may be null: those of docs/errors.md that blame a part of the system. */
const fieldCodes: ReadonlySet<unknown> = new Set([
  'DOWNSTREAM_SERVICE_ERROR',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_OVERLOADED',
  'DEADLINE_EXCEEDED',
  'INTERNAL_SERVER_ERROR',
]);

const refusalStatuses: ReadonlySet<number> = new Set([429, 503]);

/** Judges the body of one answer, and its status. */
export function judge(model: Model, status: number, body: string): Verdict {
  const answer = parsed(body);
  if (answer === null) return wrong('it is no JSON object');
  const leaks = leaksIn(body);
  if (leaks.length > 0) return wrong(`it tells ${leaks.join(', ')}`);
  const { data, errors = [] } = answer;
  if (!('data' in answer)) return judgeRefusal(model, status, errors);
  if (status !== 200) return wrong(`it has data, and status ${status}`);
  const missing: Path[] = [];
  const difference = differenceOf(model.data, data, [], missing);
  if (difference !== null) return wrong(`${placeOf(difference)} is not what it was`);
  return judgeMissing(model, missing, errors);
}

function judgeRefusal({ refusals }: Model, status: number, errors: readonly AnswerError[]): Verdict {
  const code = errors[0]?.extensions?.code;
  if (errors.length !== 1 || code === undefined) return wrong('it has no data, and not one coded error');
  if (!refusals.includes(code)) return wrong(`it is refused with ${code}, for which there is no reason`);
  return refusalStatuses.has(status) ? { kind: 'refused', code } : wrong(`it is refused with status ${status}`);
}

/** A fetch that fails is told once, at one of the places that it leaves null; so a null may be explained at another place of the same owner. */
function judgeMissing({ blamed }: Model, missing: readonly Path[], errors: readonly AnswerError[]): Verdict {
  const blameless = missing.find((path) => blamed(placeOf(path)).length === 0);
  if (blameless !== undefined) return wrong(`${blameless.join('.')} is missing, and nothing that it comes from has failed`);
  const strange = errors.find(({ path, extensions }) => path === undefined || !fieldCodes.has(extensions?.code));
  if (strange !== undefined) return wrong(`it has an error without a path, or with a code of its own: ${JSON.stringify(strange)}`);
  const explained = new Set<string>();
  for (const { path = [] } of errors) {
    const place = missing.find((candidate) => isAtOrBelow(path, candidate));
    if (place === undefined) return wrong(`there is an error at ${path.join('.')}, and nothing is missing there`);
    for (const owner of blamed(placeOf(place))) explained.add(owner);
  }
  const silent = missing.find((place) => !blamed(placeOf(place)).some((owner) => explained.has(owner)));
  if (silent !== undefined) return wrong(`${silent.join('.')} is null without an error`);
  return missing.length === 0 ? { kind: 'right' } : { kind: 'partial', code: errors[0]?.extensions?.code ?? '' };
}

/** The first place where the two differ otherwise than by a null, which is added to `missing`; null when there is none. */
function differenceOf(expected: unknown, actual: unknown, path: Path, missing: Path[]): Path | null {
  if (isDeepStrictEqual(expected, actual)) return null;
  if (actual === null && expected !== null) {
    missing.push(path);
    return null;
  }
  if (!isObject(expected) || !isObject(actual) || Array.isArray(expected) !== Array.isArray(actual)) return path;
  const names = Object.keys(expected);
  if (!isDeepStrictEqual(names, Object.keys(actual))) return path; // lists too: as many items
  for (const name of names) {
    const step = Array.isArray(expected) ? Number(name) : name;
    const difference = differenceOf(expected[name], actual[name], [...path, step], missing);
    if (difference !== null) return difference;
  }
  return null;
}

function parsed(body: string): { readonly data?: unknown; readonly errors?: readonly AnswerError[] } | null {
  try {
    const answer: unknown = JSON.parse(body);
    return isObject(answer) ? answer : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A null stands where the nearest nullable field is: the error may be below. */
const isAtOrBelow = (path: Path, place: Path): boolean => place.every((step, index) => path[index] === step);

const placeOf = (path: Path): string => path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');

const wrong = (why: string): Verdict => ({ kind: 'wrong', why });
