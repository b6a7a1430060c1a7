// One request, top to bottom. A stage stops it by throwing; http/ turns what is thrown into a response.
import type { ClientOrigin, Principal } from '@tributary/auth-kit';
import type { GraphQLRequest, GraphQLResponse } from './operations/graphql-server.ts';

export interface Stages {
  /** Who asks. @throws {AppError} UNAUTHENTICATED */
  authenticate(credentials: Credentials): Promise<Principal>;
  /** Whether what is known of revocations is young enough. @throws {AppError} SERVICE_UNAVAILABLE */
  assertFresh(principal: Principal, kind: 'query' | 'mutation'): void;
  /** Parses, validates, plans and executes. */
  execute(request: GraphQLRequest, context: OperationContext): Promise<GraphQLResponse>;
}

export interface Credentials {
  readonly authorization: string | null;
  readonly apiKey: string | null;
}

export interface OperationContext {
  readonly principal: Principal;
  readonly requestId: string;
  readonly client: ClientOrigin;
  /** Called once the operation is known. */
  readonly assertFresh: (kind: 'query' | 'mutation') => void;
}

export interface PipelineRequest {
  readonly credentials: Credentials;
  readonly requestId: string;
  readonly client: ClientOrigin;
  readonly graphql: GraphQLRequest;
}

export type Pipeline = (request: PipelineRequest) => Promise<GraphQLResponse>;

export function createPipeline(stages: Stages): Pipeline {
  return async function runOperation({ credentials, requestId, client, graphql }) {
    // Before the document is parsed: a stranger's token must not cost more than its check.
    const principal = await stages.authenticate(credentials);
    const assertFresh = (kind: 'query' | 'mutation') => stages.assertFresh(principal, kind);
    return stages.execute(graphql, { principal, requestId, client, assertFresh });
  };
}
