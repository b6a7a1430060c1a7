// The codes of composition: errors and hints in Apollo's words, and for those that are met most an example and the way out.
import { HINTS } from '@apollo/composition/dist/hints.js';
import { ERRORS } from '@apollo/federation-internals';
import { compositionErrors } from './composition-errors.ts';
import { compositionHints } from './composition-hints.ts';
import type { Row } from './explanation.ts';

/** What is told of a code that has no row here. */
export interface Met {
  readonly example: string;
  readonly wayOut: string;
}

const errorsPage = 'https://www.apollographql.com/docs/graphos/reference/federation/errors';
const hintsPage = 'https://www.apollographql.com/docs/graphos/reference/federation/hints';

/** All of them; Apollo's own descriptions say what they mean. */
export const compositionCodes: Readonly<Record<string, Row>> = {
  ...rowsOf(Object.values(HINTS), 'note', compositionHints, hintsPage),
  ...rowsOf(Object.values(ERRORS), 'error', compositionErrors, errorsPage),
  GRAPHQL_PARSE_FAILED: {
    severity: 'error',
    meaning: 'The schema of a subgraph is no GraphQL document.',
    after: 'type Query { a: Int',
    wayOut: 'Correct it where the error stands; what is missing is often missing before it.',
  },
};

function rowsOf(
  codes: readonly { readonly code: string; readonly description: string }[],
  severity: 'error' | 'note',
  met: Readonly<Record<string, Met>>,
  page: string,
): Readonly<Record<string, Row>> {
  const row = ({ code, description }: (typeof codes)[number]): Row => ({
    severity,
    meaning: description.replace(/^Indicates that (.)/, (_all, first: string) => first.toUpperCase()).replace(/([^.])$/, '$1.'),
    after: met[code]?.example ?? null,
    wayOut: met[code]?.wayOut ?? `Change what the message names, in the places that it gives; ${page} has more.`,
  });
  return Object.fromEntries(codes.map((one) => [one.code, row(one)]));
}
