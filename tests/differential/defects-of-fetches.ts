// Defects in how representations are sent, and how what comes back is read and merged.
import type { Defect, FetchAnswer, FetchRequest } from './defects.ts';
import { canonicalOf } from './world.ts';

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

const entitiesOf = ({ data }: FetchAnswer): unknown[] => (Array.isArray(data?.['_entities']) ? data['_entities'] : []);
const representationsOf = ({ variables }: FetchRequest): unknown[] =>
  Array.isArray(variables['representations']) ? variables['representations'] : [];

/** Calls for every object of an answer. */
function eachObject(value: unknown, see: (object: Plain) => void): void {
  if (Array.isArray(value)) for (const item of value) eachObject(item, see);
  if (!isPlain(value)) return;
  see(value);
  for (const key of Object.keys(value)) eachObject(value[key], see);
}

export const subgraphDefects: readonly Defect[] = [
  {
    name: 'entities swapped after deduplication',
    response(answer, request) {
      const entities = entitiesOf(answer);
      const texts = representationsOf(request).map(canonicalOf);
      const other = texts.findIndex((text) => text !== texts[0]);
      if (other > 0) [entities[0], entities[other]] = [entities[other], entities[0]];
    },
  },
  {
    name: 'repeated representations get nothing',
    response(answer, request) {
      const entities = entitiesOf(answer);
      const texts = representationsOf(request).map(canonicalOf);
      for (const [index, text] of texts.entries()) if (texts.indexOf(text) < index) entities[index] = null;
    },
  },
  {
    name: 'nested lists dropped while merging',
    response: ({ data }) =>
      eachObject(data, (object) => {
        for (const key of Object.keys(object)) {
          const value = object[key];
          if (Array.isArray(value)) object[key] = value.map((item) => (Array.isArray(item) ? [] : item));
        }
      }),
  },
  {
    name: 'a missing entity overwrites with null',
    response(answer, request) {
      const entities = entitiesOf(answer);
      for (const [index, representation] of representationsOf(request).entries()) {
        if (entities[index] !== null || !isPlain(representation)) continue;
        entities[index] = Object.fromEntries(
          Object.keys(representation).map((key) => [key, key === '__typename' ? representation[key] : null]),
        );
      }
    },
  },
  { name: 'null does not overwrite', response: (answer) => eachObject(entitiesOf(answer), withoutNulls) },
  {
    name: '__typename lost',
    response({ data }, request) {
      if (representationsOf(request).length === 0) eachObject(data, (object) => delete object['__typename']);
    },
  },
  {
    name: 'the name of an interface object leaks',
    response(answer, request) {
      for (const [index, representation] of representationsOf(request).entries()) {
        const entity = entitiesOf(answer)[index];
        if (isPlain(entity) && isPlain(representation)) entity['__typename'] ??= representation['__typename'];
      }
    },
  },
  {
    name: 'the number of entities is not checked',
    response(answer, request) {
      const { data } = answer;
      if (Array.isArray(data?.['_entities'])) data['_entities'] = representationsOf(request).map((_, index) => entitiesOf(answer)[index]);
    },
  },
  {
    name: '_entities that is no list is passed over',
    response(answer, request) {
      if (answer.data != null && representationsOf(request).length > 0 && entitiesOf(answer).length === 0) answer.data = null;
    },
  },
  {
    name: 'errors of entities are not relocated',
    response({ errors = [] }) {
      for (const error of errors) if (error.path?.[0] === '_entities') error.path = error.path.map(String);
    },
  },
  {
    name: 'errors of entities go to the neighbour',
    response({ errors = [] }, request) {
      const count = representationsOf(request).length;
      for (const { path } of errors) if (path?.[0] === '_entities' && typeof path[1] === 'number') path[1] = (path[1] + 1) % count;
    },
  },
  { name: 'default of a variable lost', request: nullForAbsent },
  {
    name: 'status of HTTP ignored',
    failure(error) {
      const body = isPlain(error) || error instanceof Error ? Reflect.get(Object(Reflect.get(error, 'extensions')), 'response') : undefined;
      return isPlain(body) && isPlain(body['body']) ? { errors: [{ message: 'unwell' }] } : undefined;
    },
  },
  { name: 'failed fetch passed over', failure: () => ({ data: null }) },
  {
    name: 'required fields not sent',
    request({ variables }) {
      const kept = (one: unknown) => (isPlain(one) ? Object.fromEntries(Object.entries(one).filter(([key]) => keyNames.has(key))) : one);
      if (Array.isArray(variables['representations'])) variables['representations'] = variables['representations'].map(kept);
    },
  },
];

const keyNames = new Set(['__typename', 'id', 'sku', 'code', 'shard', 'org']);

function withoutNulls(object: Plain): void {
  for (const key of Object.keys(object)) if (object[key] === null) delete object[key];
}

function nullForAbsent({ query, variables }: FetchRequest): void {
  for (const [, name] of query.matchAll(/\$(\w+):[^=$)]*=/g))
    if (name !== undefined && !Object.hasOwn(variables, name)) variables[name] = null;
}
