// What a signed request asks: the body of a GraphQL request, read without content negotiation, for every caller is one of our services.
import { AppError } from '@tributary/errors';

/** The members of a GraphQL request that Apollo Server takes. */
export interface GraphQLRequest {
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
  readonly extensions?: Record<string, unknown>;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isRecord: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of Apollo Server, which makes these checks only where it reads HTTP itself. */
const members: readonly (readonly [name: keyof GraphQLRequest, fits: Check, kind: string])[] = [
  ['query', isText, 'a string'],
  ['operationName', isText, 'a string'],
  ['variables', isRecord, 'an object'],
  ['extensions', isRecord, 'an object'],
];

/** @throws {AppError} BAD_REQUEST */
export function parseGraphQLRequest(body: Buffer): GraphQLRequest {
  const given = parseJson(body);
  if (!isRecord(given)) throw new AppError('BAD_REQUEST', 'The body is not a JSON object.');
  const fields = given as Readonly<Record<string, unknown>>; // just checked
  const request: Record<string, unknown> = {};
  for (const [name, fits, kind] of members) {
    const value = fields[name];
    if (value == null) continue;
    if (!fits(value)) throw new AppError('BAD_REQUEST', `\`${name}\` is not ${kind}.`);
    request[name] = value;
  }
  return request; // each member was just checked
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new AppError('BAD_REQUEST', 'The body is not JSON.', { cause });
  }
}
