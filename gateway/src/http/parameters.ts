// The parameters of GraphQL over HTTP, from a body or from a query string; nothing is taken that is not of its type.
import { AppError } from '@tributary/errors';
import type { GraphQLParameters } from '../pipeline.ts';

/** @throws {AppError} BAD_REQUEST */
export function parametersOfBody(body: string): GraphQLParameters {
  const parsed = body === '' ? undefined : parseJson(body, 'The body');
  if (Array.isArray(parsed)) throw new AppError('BAD_REQUEST', 'One request holds one operation.');
  if (!isObject(parsed)) throw new AppError('BAD_REQUEST', 'The body is not a JSON object.');
  return checked(parsed['query'], parsed['documentId'], parsed['operationName'], parsed['variables'], parsed['extensions']);
}

/** `search` is without the question mark. @throws {AppError} BAD_REQUEST */
export function parametersOfSearch(search: string): GraphQLParameters {
  const parameters = new URLSearchParams(search);
  const one = (name: string): string | null => {
    const values = parameters.getAll(name);
    if (values.length > 1) throw new AppError('BAD_REQUEST', `"${name}" stands in the query string more than once.`);
    return values[0] || null;
  };
  const object = (name: string): unknown => {
    const text = one(name);
    return text === null ? null : parseJson(text, `"${name}"`);
  };
  return checked(one('query'), one('documentId'), one('operationName'), object('variables'), object('extensions'));
}

function checked(query: unknown, documentId: unknown, operationName: unknown, variables: unknown, extensions: unknown): GraphQLParameters {
  if (!isObjectOrAbsent(extensions)) throw new AppError('BAD_REQUEST', '"extensions" is not an object.');
  if (!isObjectOrAbsent(variables)) throw new AppError('BAD_REQUEST', '"variables" is not an object.');
  if (operationName != null && typeof operationName !== 'string') throw new AppError('BAD_REQUEST', '"operationName" is not a string.');
  if (query != null && typeof query !== 'string') throw new AppError('BAD_REQUEST', '"query" is not a string.');
  if (documentId != null && typeof documentId !== 'string') throw new AppError('BAD_REQUEST', '"documentId" is not a string.');
  if (!query && !documentId && extensions?.['persistedQuery'] == null) throw new AppError('BAD_REQUEST', 'The request has no "query".');
  return {
    query: query || null,
    documentId: documentId || null,
    operationName: operationName || null,
    variables: variables ?? null,
    extensions: extensions ?? null,
  };
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('BAD_REQUEST', `${what} is not JSON.`, { cause });
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isObjectOrAbsent = (value: unknown): value is Record<string, unknown> | null | undefined => value == null || isObject(value);
