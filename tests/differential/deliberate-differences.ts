// Where our executor answers otherwise than stock on purpose. Each entry is narrow: it levels one thing, and the rest has to be equal.
import { errorsText } from './compare.ts';
import type { Fault } from './faults.ts';
import type { Answer, AnswerError } from './sides.ts';

export interface Pair {
  readonly expected: Answer;
  readonly actual: Answer;
}

export interface DeliberateDifference {
  readonly name: string;
  readonly reason: string;
  /** The fault without which it cannot be. */
  readonly faults: readonly Fault['kind'][];
  /** Both answers without the difference. */
  level(pair: Pair): Pair;
}

export const deliberateDifferences: readonly DeliberateDifference[] = [
  {
    name: 'the name of an interface for an object',
    reason: 'A subgraph that names an interface as the type of an object whose type is known does not take that away; stock makes it null.',
    faults: ['bad-typename'],
    level: ({ expected, actual }) => ({ expected, actual: { ...actual, data: withNullsOf(expected.data, actual.data) } }),
  },
  {
    name: 'a value of the wrong kind',
    reason: 'A text or an object where a list has to be: stock gives no data at all; ours gives null there, as for any other wrong value.',
    faults: ['wrong-shape', 'wrong-leaf', 'null-item', 'bad-typename', 'entities-null', 'missing', 'null'],
    level({ expected, actual }) {
      const [only, second] = expected.errors;
      const isStocks = expected.data === undefined && second === undefined && only !== undefined && stockAssertion.test(only.message);
      return isStocks && actual.data !== undefined ? { expected, actual: expected } : { expected, actual };
    },
  },
  {
    name: 'a list where an object has to be',
    reason: 'Stock takes the list for an object without fields, and reports those where they may not be null; ours reports the value.',
    faults: ['wrong-shape'],
    level({ expected, actual }) {
      const data = withNullsOf(
        actual.data,
        expected.data,
        (value) => isRecord(value) && Object.values(value).every((field) => field === null),
      );
      const isSame = JSON.stringify(data) === JSON.stringify(actual.data) && actual.extensions['valueCompletion'] !== undefined;
      return isSame ? { expected: { ...expected, data }, actual: { ...actual, extensions: expected.extensions } } : { expected, actual };
    },
  },
  {
    name: 'keys that were not selected',
    reason: 'Stock fails to merge an object that has a key like "hasOwnProperty"; ours takes what was selected and leaves the rest.',
    faults: ['extra-keys'],
    level({ expected, actual }) {
      const failures = expected.errors.filter(({ message, path }) => path === undefined && message.startsWith("Cannot use 'in' operator"));
      // The answer that it could not merge is lost with all its entities.
      const data = failures.length === 0 ? actual.data : withNullsOf(expected.data, actual.data, () => true);
      return { expected: without(expected, failures), actual: { ...actual, data } };
    },
  },
  {
    name: 'number of entities in a message',
    reason: 'Ours sends each representation once, and tells the number that it has sent.',
    faults: ['entities-short', 'entities-long'],
    level: ({ expected, actual }) => ({ expected: uncounted(expected), actual: uncounted(actual) }),
  },
  {
    name: 'path of an error that leads nowhere',
    reason: 'Stock puts "_entities" into the path, or leaves out where the entity is; ours gives no path rather than a wrong one.',
    faults: ['stray-error'],
    level({ expected, actual }) {
      const told = new Set(actual.errors.map((error) => errorsText([error])));
      const pathless = new Set(actual.errors.filter(({ path }) => path === undefined).map(({ message }) => message));
      const level = ({ path, ...error }: AnswerError): AnswerError =>
        path === undefined || (pathless.has(error.message) && !told.has(errorsText([{ ...error, path }]))) ? error : { ...error, path };
      return {
        expected: { ...expected, errors: expected.errors.map((error) => (error.message.startsWith('stray') ? level(error) : error)) },
        actual,
      };
    },
  },
  {
    name: 'path of an error among objects that were not all asked for',
    reason: 'Stock counts the objects that it has not asked for (of another type, or without a key): the path leads to a neighbour.',
    faults: ['error', 'error-with-code', 'entity-error', 'stray-error', 'no-entity'],
    level({ expected, actual }) {
      const told = new Set(actual.errors.map((error) => errorsText([error])));
      const shared = new Set(expected.errors.map((error) => errorsText([error])).filter((text) => told.has(text)));
      const isOwn = (error: AnswerError): boolean => !shared.has(errorsText([error]));
      const wrong = expected.errors.filter((error) => isOwn(error) && !leadsToNull(expected.data, error.path));
      const others = actual.errors.filter(
        (error) => isOwn(error) && [leadsToNull, leadsToNulls, leadsAstray].some((leads) => leads(actual.data, error.path)),
      );
      const matched = wrong.flatMap((error) => {
        const index = others.findIndex((one) => pathless(one) === pathless(error));
        return index < 0 ? [] : others.splice(index, 1);
      });
      return matched.length === wrong.length
        ? { expected: without(expected, wrong), actual: without(actual, matched) }
        : { expected, actual };
    },
  },
  {
    name: 'an answer without data and without errors',
    reason: 'Stock leaves null without a word; ours says that the subgraph has answered nothing.',
    faults: ['data-null', 'not-an-object'],
    level({ expected, actual }) {
      const told = actual.errors.filter(({ message }) => message === 'The answer has neither data nor errors.');
      // Problems of completion are told only when there are no errors.
      const silenced = told.length > 0 && expected.errors.length === 0 ? { ...expected, extensions: {} } : expected;
      return { expected: silenced, actual: without(actual, told) };
    },
  },
  {
    name: 'wording of transport failures',
    reason: 'Stock passes on the text of its HTTP client, address included. Another client says it in its own words, without the address.',
    faults: ['reset', 'timeout', 'half', 'empty', 'html', 'not-an-object'],
    level({ expected, actual }) {
      const stocks = expected.errors.filter(isStockTransport);
      const others = new Set(expected.errors.filter((error) => !isStockTransport(error)).map((error) => errorsText([error])));
      const ours = actual.errors.filter((error) => error.path === undefined && !others.has(errorsText([error])));
      if (stocks.length !== ours.length || !ours.every(hasCode)) return { expected, actual };
      return { expected: without(expected, stocks), actual: without(actual, ours) };
    },
  },
];

/** What its assertions say of a value that a subgraph sends. */
const stockAssertion =
  /^(Invalid non-(list|object|string) value|Got unexpected value for __typename|.*\.length \(\d+\) !== |Unexpected array in result|expected array when|.*is not a function|Cannot (read|create|set) propert)/;

const stockTransportWording = /^(request to http|network timeout|Response timeout|invalid json response body|Expected JSON response body)/;
const isStockTransport = ({ message, path }: AnswerError): boolean => path === undefined && stockTransportWording.test(message);
const hasCode = ({ extensions }: AnswerError): boolean => typeof extensions?.['code'] === 'string';

const without = (answer: Answer, errors: readonly AnswerError[]): Answer => ({
  ...answer,
  errors: answer.errors.filter((error) => !errors.includes(error)),
});

const uncounted = (answer: Answer): Answer => ({
  ...answer,
  errors: answer.errors.map((error) => ({ ...error, message: error.message.replace(/to contain \d+ elements/, 'to contain n elements') })),
});

/** Whether a path leads to null, or to what became null on the way: an error elsewhere is not about what stands there. */
function leadsToNull(data: unknown, path: AnswerError['path']): boolean {
  let value = data;
  for (const part of path ?? []) {
    if (value === null || value === undefined) return true;
    if (typeof value !== 'object' || !Object.hasOwn(value, part)) return false;
    value = Reflect.get(value, part);
  }
  return value === null;
}

/** Whether a path leads to an object of which fields are null. */
function leadsToNulls(data: unknown, path: AnswerError['path']): boolean {
  const value = (path ?? []).reduce<unknown>((object, part) => (isRecord(object) ? Reflect.get(object, part) : undefined), data);
  return isRecord(value) && !Array.isArray(value) && Object.values(value).includes(null);
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether the path goes on from an object with a field that was not asked of it: then it says no more than which object. */
function leadsAstray(data: unknown, path: AnswerError['path']): boolean {
  let value = data;
  for (const part of path ?? []) {
    if (typeof value !== 'object' || value === null) return false;
    if (!Object.hasOwn(value, part)) return typeof part === 'string';
    value = Reflect.get(value, part);
  }
  return false;
}

/** Equal for errors that differ in nothing but the places in lists. */
const pathless = ({ path, ...error }: AnswerError): string =>
  errorsText([{ ...error, path: path?.filter((part) => typeof part === 'string') ?? [] }]);

/** Null in place of objects that say their type (or of what else `isLost`), where stock has null. */
function withNullsOf(expected: unknown, actual: unknown, isLost = saysItsType): unknown {
  if (expected === null && isLost(actual)) return null;
  if (typeof actual !== 'object' || actual === null || typeof expected !== 'object' || expected === null) return actual;
  if (Array.isArray(actual)) return actual.map((item, index) => withNullsOf(Reflect.get(expected, index), item, isLost));
  const fields = Object.entries(actual).map(([name, value]) => [name, withNullsOf(Reflect.get(expected, name), value, isLost)] as const);
  return Object.fromEntries(fields);
}

const saysItsType = (value: unknown): boolean => isRecord(value) && '__typename' in value;
