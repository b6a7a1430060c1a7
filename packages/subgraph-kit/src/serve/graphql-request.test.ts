// Bodies of requests: what is asked, and what is no question.
import { describe, expect, it } from 'vitest';
import { parseGraphQLRequest } from './graphql-request.ts';

const parse = (text: string) => parseGraphQLRequest(Buffer.from(text));

describe('parseGraphQLRequest', () => {
  it('gives the members of a GraphQL request and nothing else', () => {
    const request = { query: '{ a }', operationName: 'A', variables: { b: 1 }, extensions: {} };
    expect(parse(JSON.stringify({ ...request, http: {}, other: 1 }))).toEqual(request);
  });

  it('takes null for absent', () => {
    expect(parse('{"query":"{ a }","operationName":null,"variables":null,"extensions":null}')).toEqual({ query: '{ a }' });
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '[{"query":"{ a }"}]',
    '"{ a }"',
    '{"query":{}}',
    '{"operationName":1}',
    '{"variables":"{}"}',
    '{"variables":[]}',
    '{"extensions":"{}"}',
  ])('refuses %s', (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });
});
