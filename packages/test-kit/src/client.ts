// A client of the gateway: GraphQL over HTTP, as a web app sends it.
import { request } from 'undici';
import { assertNoLeaks } from './leaks.ts';
import { systemVariables } from './project.ts';
import type { Answer } from './test-subgraph.ts';

export interface Ask {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Client {
  readonly url: string;
  /** Sends a document and gives the answer without error locations. */
  ask(document: string, ask?: Ask): Promise<Answer & { readonly status: number; readonly requestId: string }>;
  /** Signs a person in, and gives an access token. */
  signIn(email: string, password?: string): Promise<string>;
}

export function createClient(url: string): Client {
  const ask: Client['ask'] = async (document, { variables, token, headers } = {}) => {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data, errors } = (await response.body.json()) as Answer; // the gateway answers with JSON
    assertNoLeaks(errors);
    return {
      status: response.statusCode,
      requestId: String(response.headers['x-request-id']),
      ...(data !== undefined && { data }),
      ...(errors !== undefined && {
        errors: errors.map(({ message, path, extensions }) => ({ message, ...(path && { path }), extensions })),
      }),
    };
  };
  return {
    url,
    ask,
    async signIn(email, password = 'tributary') {
      const document = 'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken } userErrors { code } } }';
      const { data, errors } = await ask(document, { variables: { input: { email, password } } });
      const token: unknown = data?.['signIn']?.tokens?.accessToken;
      if (typeof token !== 'string') throw new Error(`${email} is not signed in: ${JSON.stringify(errors ?? data)}`);
      return token;
    },
  };
}

/** The system that all integration tests share. */
export function sharedSystem(): Client & { readonly dataDir: string } {
  const { [systemVariables.url]: url, [systemVariables.dataDir]: dataDir } = process.env;
  if (url === undefined || dataDir === undefined) throw new Error('No system is running: run the tests with npx pnpm test.');
  return { ...createClient(url), dataDir };
}
