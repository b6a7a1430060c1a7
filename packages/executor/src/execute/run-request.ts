// One request: its body, its answer, and what of it goes into the tree.
import type { BodyText } from '../prepare/blueprint.ts';
import { contextsOf } from './context.ts';
import { fill, objectsAt, representationsOf } from './entities.ts';
import type { SubgraphError } from './faults.ts';
import { locateError } from './locate.ts';
import { merge } from './merge.ts';
import { isObject, type JsonObject, own } from './objects.ts';
import { maxRepresentations, partsOf } from './representation-parts.ts';
import { applyRewrites, isOfTypeOrUnknown } from './rewrites.ts';
import type { Asked, ExecutableRequest, ExecutableSlot, Run, SubgraphAnswer, Variables } from './run.ts';

/** Sends it and takes what comes. Null when there is nothing to ask for. */
export function runRequest(run: Run, request: ExecutableRequest): Promise<void> | null {
  return request.root === null ? askForEntities(run, request) : askRoot(run, request);
}

function askRoot(run: Run, request: ExecutableRequest): Promise<void> | null {
  const { root, subgraph, operation, body, variables } = request;
  if (root === null || (root.place !== null && objectsAt(run, root.place).length === 0)) return null;
  const path = root.place?.path ?? [];
  const text = withVariables(body, variablesText(run.variables, variables));
  const sent = { subgraph, operation, body: text, fetch: root.fetch, path, request, asked: [] };
  return run.send(sent).then(
    (answer) => take(run, request, [], answer),
    (cause: unknown) => fail(run, request, [], cause),
  );
}

function askForEntities(run: Run, request: ExecutableRequest): Promise<void> | null {
  const asked: Asked[] = [];
  let count = 0;
  for (const slot of request.slots) {
    const representations = representationsOf(run, slot);
    count += representations.texts.length;
    if (representations.texts.length > 0) asked.push({ slot, representations });
  }
  const [first] = asked;
  if (first === undefined) return null;
  if (first.slot.contextRewrites.length > 0) return askByContext(run, request, first);
  // Nothing to join when only one of the slots has anything to ask.
  if (request.slots.length > 1 && asked.length === 1) return askAlone(run, request, first);
  if (count > maxRepresentations) return askApart(run, request, asked);
  const { subgraph, operation, body, variables, slots } = request;
  let text = variablesText(run.variables, variables);
  for (const slot of slots) {
    const texts = asked.find((one) => one.slot === slot)?.representations.texts ?? [];
    text += `${text === '' ? '' : ','}"${slot.variable}":[${texts.join(',')}]`;
  }
  const fetch = slots.length === 1 ? first.slot.fetch : null;
  const path = first.slot.places[0]?.path ?? [];
  const sent = { subgraph, operation, body: withVariables(body, text), fetch, path, request, asked };
  return run.send(sent).then(
    (answer) => take(run, request, asked, answer),
    (cause: unknown) => askEach(run, request, asked, cause),
  );
}

/**
 * What fails as a whole because it was joined is asked for piece by piece: joining must not cost a field. What the subgraph was not reached for, or had
 * no time for, fails.
 */
function askEach(run: Run, request: ExecutableRequest, asked: readonly Asked[], cause: unknown): Promise<void> | undefined {
  if (asked.length < 2 || isUnanswered(cause)) return fail(run, request, asked, cause);
  return askApart(run, request, asked);
}

/** Each slot by itself. */
async function askApart(run: Run, request: ExecutableRequest, asked: readonly Asked[]): Promise<void> {
  await Promise.all(asked.map((one) => askAlone(run, request, one)));
}

/** Codes of causes after which no piece would be answered either: of the network, and of whoever decides what is sent. */
const unreachable: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_OVERLOADED',
  'DEADLINE_EXCEEDED',
]);

function isUnanswered(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return cause.name === 'TimeoutError' || cause.name === 'ConnectTimeoutError' || ('code' in cause && unreachable.has(cause.code));
}

/** One slot in a request of its own, or in several when it asks for more than one may. */
async function askAlone(run: Run, request: ExecutableRequest, { slot, representations }: Asked, variables = run.variables): Promise<void> {
  await Promise.all(partsOf(representations).map((part) => askPart(run, request, { slot, representations: part }, variables)));
}

function askPart(run: Run, request: ExecutableRequest, { slot, representations }: Asked, variables: Variables): Promise<void> {
  const { subgraph, operation } = request;
  const alone: ExecutableSlot = { ...slot, alias: '_entities' };
  const given = variablesText(variables, slot.aloneVariables);
  const text = `${given}${given === '' ? '' : ','}"representations":[${representations.texts.join(',')}]`;
  const path = slot.places[0]?.path ?? [];
  const asked = [{ slot: alone, representations }];
  const sent = { subgraph, operation, body: withVariables(slot.alone, text), fetch: slot.fetch, path, request, asked };
  return run.send(sent).then(
    (answer) => take(run, request, asked, answer),
    (cause: unknown) => fail(run, request, asked, cause),
  );
}

/** One request for the entities of each context: the arguments of an operation are the same for all entities in it. */
async function askByContext(run: Run, request: ExecutableRequest, asked: Asked): Promise<void> {
  const parts = contextsOf(run, asked).map(({ values, representations }) =>
    askAlone(run, request, { slot: asked.slot, representations }, { ...run.variables, ...values }),
  );
  await Promise.all(parts);
}

const withVariables = ({ before, after }: BodyText, variables: string): string => before + variables + after;

/** As the client sent them: the operations of fetches carry the defaults. */
function variablesText(variables: Variables, names: readonly string[]): string {
  let text = '';
  for (const name of names) {
    const value = own(variables, name);
    if (value !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(value)}`;
  }
  return text;
}

function take(run: Run, request: ExecutableRequest, asked: readonly Asked[], answer: SubgraphAnswer): Promise<void> | undefined {
  let response: Answered;
  try {
    response = parsed(run, answer);
  } catch (cause) {
    return askEach(run, request, asked, cause);
  }
  const { data, errors, extensions } = response;
  if (data === null && asked.length > 1) return askEach(run, request, asked, null);
  for (const error of errors) run.faults.push(...locateError(run, request, asked, error, extensions));
  if (data === null) return undefined;
  if (request.root === null) return takeEntities(run, request, asked, data);
  if (request.root.outputRewrites.length > 0) applyRewrites(data, request.root.outputRewrites, isOfTypeOrUnknown(run.isOfType));
  const { place } = request.root;
  if (place === null) merge(run.data, data, true);
  else for (const object of objectsAt(run, place)) merge(object, data, false);
  return undefined;
}

interface Answered {
  readonly data: JsonObject | null;
  readonly errors: readonly SubgraphError[];
  readonly extensions: unknown;
}

/** @throws {Error} when the answer is not one of GraphQL. */
function parsed(run: Run, answer: SubgraphAnswer): Answered {
  if (typeof answer !== 'string') run.plain = false;
  else if (run.plain && answer.includes('\\')) run.plain = false;
  const value: unknown = typeof answer === 'string' ? JSON.parse(answer) : answer;
  if (!isObject(value)) throw new Error('The answer is not a JSON object.');
  const data = value['data'] ?? null;
  const errors = value['errors'] ?? []; // some servers always send them, null when there are none
  if (!Array.isArray(errors)) throw new Error('The errors of the answer are not a list.');
  if (data !== null && !isObject(data)) throw new Error('The data of the answer is not an object.');
  if (!errors.every(isObject)) throw new Error('The errors of the answer are not objects.');
  if (data === null && errors.length === 0) throw new Error('The answer has neither data nor errors.');
  return { data, errors, extensions: value['extensions'] };
}

function takeEntities(run: Run, request: ExecutableRequest, asked: readonly Asked[], data: JsonObject): undefined {
  for (const one of asked) {
    const received = own(data, one.slot.alias);
    const expected = one.representations.texts.length;
    if (!Array.isArray(received)) fail(run, request, [one], new Error('Expected "data._entities" in response to be an array'));
    else if (received.length !== expected)
      fail(run, request, [one], new Error(`Expected "data._entities" to contain ${expected} elements`));
    else fill(run, one.slot, one.representations, received);
  }
  return undefined;
}

/** One fault for each place that the plan would have fetched for. */
function fail(run: Run, { subgraph, root, deferred }: ExecutableRequest, asked: readonly Asked[], cause: unknown): undefined {
  const fault = (path: readonly string[], fields: readonly string[]) =>
    run.faults.push({ kind: 'fetch', subgraph, cause, fetch: { path, fields }, deferred });
  if (root !== null) fault(root.place?.path ?? [], root.fields);
  for (const { slot, representations } of asked) {
    const places = new Set(representations.placeOf);
    slot.places.forEach(({ path }, index) => {
      if (places.has(index)) fault(path, slot.fields);
    });
  }
  return undefined;
}
