// One operation, top to bottom. A stage stops it by throwing; the catch below is the only place where an error becomes a response.
import type { ClientOrigin, Principal } from '@tributary/auth-kit';
import type { ErrorCode } from '@tributary/errors';
import type { CostLimit } from './limits/cost/cost-limit.ts';
import type { ExecutedOperation, OperationEngine, OperationKind } from './operations/operation-engine.ts';

export interface Stages {
  /** Who asks. @throws {AppError} UNAUTHENTICATED */
  authenticate(credentials: Credentials): Promise<Principal>;
  /** The document, by its text or by its hash. @throws {AppError} PERSISTED_QUERY_NOT_FOUND, BAD_REQUEST */
  loadDocument(parameters: GraphQLParameters): LoadedDocument;
  /** Keeps a document that is good under the hash that its client gave it. */
  keepDocument(document: LoadedDocument): void;
  /** Parses, validates, plans and executes. */
  readonly engine: OperationEngine;
  /** Judges what the operation costs. */
  readonly costLimit: CostLimit;
  /** Whether what is known of revocations is young enough. @throws {AppError} SERVICE_UNAVAILABLE */
  assertFresh(principal: Principal, kind: 'query' | 'mutation'): void;
  toErrorResponse(error: unknown, requestId: string): ErrorResponse;
}

/** A request as http/ hands it on. */
export interface IncomingRequest {
  readonly requestId: string;
  readonly credentials: Credentials;
  readonly client: ClientOrigin;
  /** Headers for the subgraphs, names and values in turn. */
  readonly forwarded: readonly string[];
  /** Whether its client wants to know what it costs. */
  readonly asksForCost: boolean;
  /** Its body, or its query string. @throws {AppError} BAD_REQUEST, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE */
  read(): Promise<string> | string;
  /** What that says. @throws {AppError} BAD_REQUEST */
  parse(text: string): GraphQLParameters;
  /** The kind of an operation that its method and transport can run. @throws {AppError} BAD_REQUEST, SUBSCRIPTIONS_UNAVAILABLE */
  runnable(kind: OperationKind): 'query' | 'mutation';
}

export interface Credentials {
  readonly authorization: string | null;
  readonly apiKey: string | null;
}

/** The parameters of GraphQL over HTTP, of their types. */
export interface GraphQLParameters {
  /** Null only beside a hash in the extensions. */
  readonly query: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly extensions: Readonly<Record<string, unknown>> | null;
}

export interface LoadedDocument {
  readonly text: string;
  /** Under which it is to be kept, once it is known to be good; null when it is not. */
  readonly newHash: string | null;
}

/** What is known of a request wherever a subgraph is asked for it. */
export interface OperationContext {
  readonly principal: Principal;
  readonly requestId: string;
  readonly client: ClientOrigin;
  /** Headers that it sent for the subgraphs, names and values in turn. */
  readonly forwarded: readonly string[];
}

export type OperationResponse = { readonly operationName: string | null } & (
  | ({ readonly kind: 'executed' } & ExecutedOperation)
  | ({ readonly kind: 'refused' } & ErrorResponse)
);

/** The answer to a request that was stopped: errors, no data. */
export interface ErrorResponse {
  /** Its whole body, JSON. */
  readonly text: string;
  /** That of the first error. */
  readonly code: ErrorCode;
  /** What was thrown. */
  readonly error: unknown;
}

/** Never throws. */
export type Pipeline = (request: IncomingRequest) => Promise<OperationResponse>;

export function createPipeline(stages: Stages): Pipeline {
  return async function runOperation(request) {
    const { requestId, client, forwarded } = request;
    let operationName: string | null = null;
    try {
      const text = await request.read();
      // Before anything is parsed: a stranger's token must not cost more than its check.
      const principal = await stages.authenticate(request.credentials);
      const parameters = request.parse(text);
      const generation = stages.engine.current(); // pinned: a reload must not change it mid-operation
      const document = stages.loadDocument(parameters);
      const operation = await generation.prepare(document.text, parameters.operationName);
      operationName = operation.name;
      stages.keepDocument(document); // not before it is known to be valid: nobody shall fill the store with what is not
      stages.assertFresh(principal, request.runnable(operation.kind));
      const variables = generation.coerceVariables(operation, parameters.variables);
      const cost = generation.costOf(operation, variables);
      stages.costLimit.assertWithin(cost);
      const executed = await generation.execute(operation, variables, { principal, requestId, client, forwarded });
      return { kind: 'executed', operationName, ...(request.asksForCost ? stages.costLimit.withCost(executed, cost) : executed) };
    } catch (error) {
      return { kind: 'refused', operationName, ...stages.toErrorResponse(error, requestId) };
    }
  };
}
