// The one table of error codes: what a client may be told, and with which HTTP status.

interface CodeEntry {
  /** `request` errors stop a request, `field` errors sit beside partial data, `user` errors stand in a payload's `userErrors`. */
  readonly kind: 'request' | 'field' | 'user';
  /** The HTTP status when the error stops the request; 200 where it travels with data. */
  readonly status: number;
  /** The message when none is given; also its description in docs/errors.md. */
  readonly message: string;
}

const table = {
  // Requests that cannot be read.
  BAD_REQUEST: { kind: 'request', status: 400, message: 'The request is not a GraphQL request.' },
  GRAPHQL_PARSE_FAILED: { kind: 'request', status: 400, message: 'The document is not valid GraphQL syntax.' },
  GRAPHQL_VALIDATION_FAILED: { kind: 'request', status: 400, message: 'The document does not fit the schema.' },
  OPERATION_RESOLUTION_FAILURE: { kind: 'request', status: 400, message: 'The operation to run is not clear.' },
  UNRESOLVABLE_FIELD: { kind: 'request', status: 400, message: 'A field cannot be resolved from where it is selected.' },
  PLANNING_BUDGET_EXCEEDED: { kind: 'request', status: 400, message: 'The operation is too complex to be planned.' },
  OPERATION_TOO_COSTLY: { kind: 'request', status: 400, message: 'The operation costs too much.' },
  PERSISTED_QUERY_NOT_FOUND: { kind: 'request', status: 200, message: 'The persisted query is not known; send it in full.' },
  PERSISTED_QUERY_NOT_SUPPORTED: { kind: 'request', status: 200, message: 'Persisted queries are not enabled.' },
  OPERATION_NOT_REGISTERED: { kind: 'request', status: 400, message: 'This client sends registered operations only.' },
  PAYLOAD_TOO_LARGE: { kind: 'request', status: 413, message: 'The request body is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { kind: 'request', status: 415, message: 'The content type of a request is application/json.' },
  SUBSCRIPTIONS_UNAVAILABLE: { kind: 'request', status: 200, message: 'Subscriptions are not available on this transport.' },
  // Documents and variables that are more than the gateway looks at; each limit is a setting.
  DOCUMENT_TOO_LARGE: { kind: 'request', status: 400, message: 'The document has too many characters.' },
  TOO_MANY_TOKENS: { kind: 'request', status: 400, message: 'The document has too many tokens.' },
  NAME_TOO_LONG: { kind: 'request', status: 400, message: 'A name of the document is too long.' },
  DOCUMENT_TOO_NESTED: { kind: 'request', status: 400, message: 'Brackets of the document are nested too deeply.' },
  OPERATION_TOO_DEEP: { kind: 'request', status: 400, message: 'Fields of the operation are nested too deeply.' },
  INTROSPECTION_TOO_DEEP: { kind: 'request', status: 400, message: 'Introspection is nested too deeply.' },
  INTROSPECTION_TOO_LARGE: { kind: 'request', status: 400, message: 'Introspection would answer too much.' },
  TOO_MANY_ROOT_FIELDS: { kind: 'request', status: 400, message: 'The operation has too many root fields.' },
  TOO_MANY_ALIASES: { kind: 'request', status: 400, message: 'The document has too many aliases.' },
  TOO_MANY_DIRECTIVES: { kind: 'request', status: 400, message: 'The document has too many directives.' },
  TOO_MANY_DIRECTIVES_AT_ONE_PLACE: { kind: 'request', status: 400, message: 'There are too many directives at one place.' },
  TOO_MANY_SELECTIONS: { kind: 'request', status: 400, message: 'The document selects too much, fragments expanded.' },
  FIELD_REPEATED_TOO_OFTEN: { kind: 'request', status: 400, message: 'A field is repeated too often at one place.' },
  SELECTIONS_OVERLAP_TOO_MUCH: { kind: 'request', status: 400, message: 'Selections of the same places are too many to be compared.' },
  INPUT_TOO_DEEP: { kind: 'request', status: 400, message: 'An argument or a variable is nested too deeply.' },
  INPUT_LIST_TOO_LONG: { kind: 'request', status: 400, message: 'A list in an argument or a variable is too long.' },
  INPUT_TOO_LARGE: { kind: 'request', status: 400, message: 'Arguments or variables have too many values.' },
  FRAGMENT_CYCLE: { kind: 'request', status: 400, message: 'A fragment spreads itself.' },
  // Who asks, and what they may.
  UNAUTHENTICATED: { kind: 'request', status: 401, message: 'Sign in to do this.' },
  RATE_LIMITED: { kind: 'request', status: 429, message: 'The limit of requests is reached; try again later.' },
  FORBIDDEN: { kind: 'field', status: 200, message: 'You lack a permission that this needs.' },
  // Input that is wrong in a way that a program, not a person, has to correct.
  BAD_USER_INPUT: { kind: 'field', status: 400, message: 'An argument is not acceptable.' },
  INVALID_CURSOR: { kind: 'field', status: 200, message: 'The cursor belongs to another list.' },
  IDEMPOTENCY_KEY_REUSED: { kind: 'field', status: 200, message: 'The idempotency key was used with other input.' },
  IDEMPOTENCY_IN_PROGRESS: { kind: 'field', status: 200, message: 'A request with this idempotency key is still running.' },
  // Failures of ours.
  DOWNSTREAM_SERVICE_ERROR: { kind: 'field', status: 200, message: 'A part of the system did not answer.' },
  SUBGRAPH_UNAVAILABLE: { kind: 'field', status: 200, message: 'A part of the system fails and is not asked now; try again shortly.' },
  SUBGRAPH_OVERLOADED: { kind: 'field', status: 200, message: 'A part of the system has too much to do; try again shortly.' },
  DEADLINE_EXCEEDED: { kind: 'field', status: 200, message: 'The time of the request was over before this could be asked for.' },
  SERVICE_OVERLOADED: { kind: 'request', status: 503, message: 'There is more to do than can be done now; try again shortly.' },
  REQUEST_TIMEOUT: { kind: 'request', status: 408, message: 'The request took too long to arrive.' },
  SERVICE_UNAVAILABLE: { kind: 'request', status: 503, message: 'The service is not available now; try again shortly.' },
  INTERNAL_SERVER_ERROR: { kind: 'field', status: 500, message: 'Something went wrong on our side.' },
  // What a person can correct: payload userErrors.
  NOT_FOUND: { kind: 'user', status: 200, message: 'There is no such object, or you may not see it.' },
  CONFLICT: { kind: 'user', status: 200, message: 'The object has changed since it was read.' },
  INVALID_INPUT: { kind: 'user', status: 200, message: 'The value is not acceptable.' },
  REQUIRED: { kind: 'user', status: 200, message: 'A value is needed here.' },
  ALREADY_EXISTS: { kind: 'user', status: 200, message: 'There is one already.' },
  NOT_ALLOWED: { kind: 'user', status: 200, message: 'This is not yours to change.' },
  INVALID_CREDENTIALS: { kind: 'user', status: 200, message: 'The e-mail address or the password is wrong.' },
  TOO_MANY_TRIES: {
    kind: 'user',
    status: 200,
    message: 'There were too many tries; wait a quarter of an hour, or set a new password by mail.',
  },
  INVALID_TOKEN: { kind: 'user', status: 200, message: 'The token is unknown, used or expired.' },
  LAST_ADMIN: { kind: 'user', status: 200, message: 'The last active administrator cannot be changed.' },
  SCOPE_NOT_ALLOWED: { kind: 'user', status: 200, message: 'You cannot give away a scope that you do not hold.' },
  INVALID_PRICE: { kind: 'user', status: 200, message: 'A price has at most two decimals and lies between 0.01 and 9,999,999.99.' },
  INSUFFICIENT_STOCK: { kind: 'user', status: 200, message: 'There is not enough in stock.' },
  PRODUCT_DISCONTINUED: { kind: 'user', status: 200, message: 'The product can no longer be ordered.' },
  DUPLICATE_LINE: { kind: 'user', status: 200, message: 'The product stands in the order twice.' },
  INVALID_QUANTITY: { kind: 'user', status: 200, message: 'The quantity must be a whole number of at least 1.' },
  DISCOUNT_NOT_ALLOWED: { kind: 'user', status: 200, message: 'You may not give this discount.' },
  TOTAL_CHANGED: { kind: 'user', status: 200, message: 'The total is another by now.' },
  ILLEGAL_TRANSITION: { kind: 'user', status: 200, message: 'The order cannot move to this status from where it is.' },
  NOT_PURCHASED: { kind: 'user', status: 200, message: 'Your company has not bought this product.' },
} as const satisfies Record<string, CodeEntry>;

export type ErrorCode = keyof typeof table;

/** Codes that may stand in a payload's `userErrors`. */
export type UserErrorCode = { [Code in ErrorCode]: (typeof table)[Code]['kind'] extends 'user' ? Code : never }[ErrorCode];

export const errorCodes: Readonly<Record<ErrorCode, CodeEntry>> = table;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(table, value);
}
