// One operation, top to bottom. A stage stops it by throwing; the catch below is the only place where an error becomes a response.
import type { ClientOrigin, Principal } from '@tributary/auth-kit';
import type { ErrorCode } from '@tributary/errors';
import type { CostLimit } from './limits/cost/cost-limit.ts';
import { planningClientOf } from './limits/planning/planning-client.ts';
import type { RateLimit } from './limits/rate/rate-limit.ts';
import type {
  ExecutedOperation,
  Generation,
  OperationEngine,
  OperationKind,
  ValidOperation,
  VariableValues,
} from './operations/operation-engine.ts';

export interface Stages {
  /** What `request.read` gives; a request that cannot be read counts for its address. @throws {AppError} RATE_LIMITED, and what that throws */
  read(request: IncomingRequest): Promise<string>;
  /** Who asks. @throws {AppError} UNAUTHENTICATED, RATE_LIMITED */
  authenticate(credentials: Credentials, client: ClientOrigin): Promise<Caller>;
  /** Counts the request for its caller. @throws {AppError} RATE_LIMITED */
  limitRequests(caller: Caller, client: ClientOrigin): RateStandings | Promise<RateStandings>;
  /** The document, by its text, its id or its hash. @throws {AppError} PERSISTED_QUERY_NOT_FOUND, OPERATION_NOT_REGISTERED, BAD_REQUEST */
  loadDocument(parameters: GraphQLParameters, asker: Asker): LoadedDocument;
  /** Keeps a document that is good under the hash that its client gave it. */
  keepDocument(document: LoadedDocument): void;
  /** Parses, validates, plans and executes. */
  readonly engine: OperationEngine;
  /** Counts what the operation does: its static cost, its sensitive fields. @throws {AppError} RATE_LIMITED */
  limitWork(
    caller: Caller,
    client: ClientOrigin,
    operation: ValidOperation,
    text: string,
    cost: number,
  ): RateStandings | Promise<RateStandings>;
  /** Judges what the operation costs. */
  readonly costLimit: CostLimit;
  /** Whether what is known of revocations is young enough. @throws {AppError} SERVICE_UNAVAILABLE */
  assertFresh(principal: Principal, kind: 'query' | 'mutation'): void;
  /** Counts what was executed, and what it used. Never throws. */
  recordUsage(operation: ValidOperation, variables: VariableValues, generation: Generation, asker: Asker): void;
  toErrorResponse(error: unknown, requestId: string): ErrorResponse;
}

/** A request as http/ hands it on. */
export interface IncomingRequest {
  readonly requestId: string;
  readonly credentials: Credentials;
  readonly client: ClientOrigin;
  /** The application's own name for itself. */
  readonly clientName: string | null;
  /** And for its version. */
  readonly clientVersion: string | null;
  /** Headers for the subgraphs, names and values in turn. */
  readonly forwarded: readonly string[];
  /** When it is to be answered at the latest, as `performance.now()` tells it. */
  readonly deadline: number;
  /** Whether its client wants to know what it costs. */
  readonly asksForCost: boolean;
  /** Its body, or its query string. @throws {AppError} BAD_REQUEST, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, REQUEST_TIMEOUT */
  read(): Promise<string>;
  /** What that says. @throws {AppError} BAD_REQUEST */
  parse(text: string): GraphQLParameters;
  /** The kind of an operation that its method and transport can run. @throws {AppError} BAD_REQUEST, SUBSCRIPTIONS_UNAVAILABLE */
  runnable(kind: OperationKind): 'query' | 'mutation';
}

/** Who asks, and with which application. */
export interface Asker {
  readonly principal: Principal;
  /** As the application says; nothing proves it. */
  readonly clientName: string | null;
  readonly clientVersion: string | null;
}

export interface Credentials {
  readonly authorization: string | null;
  readonly apiKey: string | null;
  /** What the cookie of a web app holds, sealed. */
  readonly session: string | null;
}

export interface Caller {
  readonly principal: Principal;
  /** What its API key was made with; null when it has none. */
  readonly requestsPerMinute: number | null;
  /** What its browser has to keep from now on instead of the session that it sent. */
  readonly renewedSession?: string;
}

/** How a caller stands with one of its limits. */
export interface RateStanding {
  readonly limit: RateLimit;
  readonly remaining: number;
  /** Until all of it is there again. */
  readonly resetSeconds: number;
}

export type RateStandings = readonly RateStanding[];

/** Why a request is over its limits. */
export interface RateRefusal {
  /** With the limits that refuse it. */
  readonly standings: RateStandings;
  /** After which it fits; null when it never does. */
  readonly retryAfterSeconds: number | null;
}

/** The parameters of GraphQL over HTTP, of their types. */
export interface GraphQLParameters {
  /** Null only beside the id of a registered document, or a hash in the extensions. */
  readonly query: string | null;
  /** Of a registered document. */
  readonly documentId: string | null;
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
  /** When the request is to be answered at the latest, as `performance.now()` tells it. */
  readonly deadline: number;
}

export type OperationResponse = {
  readonly operationName: string | null;
  readonly standings: RateStandings;
  /** For the browser to keep; null: what it has. */
  readonly renewedSession: string | null;
} & (({ readonly kind: 'executed' } & ExecutedOperation) | ({ readonly kind: 'refused' } & ErrorResponse));

/** The answer to a request that was stopped: errors, no data. */
export interface ErrorResponse {
  /** Its whole body, JSON. */
  readonly text: string;
  /** That of the first error. */
  readonly code: ErrorCode;
  /** What was thrown. */
  readonly error: unknown;
  /** With the limits that refused it. */
  readonly standings?: RateStandings;
}

const unlimited: RateStandings = [];

/** Never throws. */
export type Pipeline = (request: IncomingRequest) => Promise<OperationResponse>;

export function createPipeline(stages: Stages): Pipeline {
  return async function runOperation(request) {
    const { requestId, client, clientName, clientVersion, forwarded, deadline } = request;
    let operationName: string | null = null;
    let standings = unlimited;
    let renewedSession: string | null = null; // also with a refusal: the one before is spent
    try {
      const text = await stages.read(request);
      // Before anything is parsed: a stranger's token must not cost more than its check.
      const caller = await stages.authenticate(request.credentials, client);
      renewedSession = caller.renewedSession ?? null;
      standings = await stages.limitRequests(caller, client);
      const { principal } = caller;
      const parameters = request.parse(text);
      const generation = stages.engine.current(); // pinned: a reload must not change it mid-operation
      const asker = { principal, clientName, clientVersion };
      const document = stages.loadDocument(parameters, asker);
      const planning = { principal, client: planningClientOf(principal, client) };
      const valid = await generation.validate(document.text, parameters.operationName, planning);
      operationName = valid.name;
      stages.keepDocument(document); // not before it is known to be valid: nobody shall fill the store with what is not
      stages.assertFresh(principal, request.runnable(valid.kind));
      const variables = generation.coerceVariables(valid, parameters.variables);
      const cost = generation.costOf(valid, variables);
      stages.costLimit.assertWithin(cost);
      standings = [...standings, ...(await stages.limitWork(caller, client, valid, document.text, cost))];
      // Not before it is known what it costs: planning takes longer than all of the above.
      const operation = await generation.plan(valid, planning);
      const executed = await generation.execute(operation, variables, { principal, requestId, client, forwarded, deadline });
      stages.recordUsage(operation, variables, generation, asker);
      const told = request.asksForCost ? stages.costLimit.withCost(executed, cost) : executed;
      return { kind: 'executed', operationName, standings, renewedSession, ...told };
    } catch (error) {
      return { kind: 'refused', operationName, standings, renewedSession, ...stages.toErrorResponse(error, requestId) };
    }
  };
}
