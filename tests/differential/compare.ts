// Says in what two answers differ: data as JSON with the order of its keys, errors as a multiset, extensions.
import type { Answer, AnswerError } from './sides.ts';
import { canonicalOf } from './world.ts';

export interface Difference {
  readonly part: 'data' | 'errors' | 'extensions';
  readonly expected: string;
  readonly actual: string;
}

export function differencesOf(expected: Answer, actual: Answer): Difference[] {
  const all: Difference[] = [
    { part: 'data', expected: JSON.stringify(expected.data) ?? 'undefined', actual: JSON.stringify(actual.data) ?? 'undefined' },
    { part: 'errors', expected: errorsText(expected.errors), actual: errorsText(actual.errors) },
    { part: 'extensions', expected: extensionsText(expected), actual: extensionsText(actual) },
  ];
  return all.filter((one) => one.expected !== one.actual);
}

/** Whether an answer is what graphql-js gives for an operation without faults; how errors of variables are worded is compared elsewhere. */
export function equalsReference(reference: Answer, actual: Answer): boolean {
  if (reference.errors.length > 0) return actual.errors.length > 0 && (actual.data ?? null) === null;
  return (
    JSON.stringify(reference.data) === JSON.stringify(actual.data) &&
    actual.errors.length === 0 &&
    Object.keys(actual.extensions).length === 0
  );
}

/** One line per error, sorted. */
export const errorsText = (errors: readonly AnswerError[]): string => errors.map(errorText).sort().join('\n');

const errorText = ({ message, path, extensions }: AnswerError): string => canonicalOf({ message, path, extensions });

/** Completion problems are a multiset too. */
function extensionsText({ extensions }: Answer): string {
  const { valueCompletion, ...rest } = extensions;
  const problems = Array.isArray(valueCompletion) ? errorsText(valueCompletion) : canonicalOf(valueCompletion);
  return `${canonicalOf(rest)}\n${problems}`;
}
