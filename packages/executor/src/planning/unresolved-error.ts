// What a client is told of a field that no subgraph gives from where it is selected.
import type { ErrorCode } from '@tributary/errors';
import type { GraphQLFormattedError } from 'graphql';
import { responseNameOf } from './response-names.ts';

const code: ErrorCode = 'UNRESOLVABLE_FIELD';

/** The request error for a root field. Takes its name as it travels. */
export const unresolvedError = (name: string): GraphQLFormattedError => ({
  message: `Nothing that is selected of "${responseNameOf(name)}" can be resolved there.`,
  extensions: { code },
});
