// The ways in which a document reaches the gateway.
import { createHash } from 'node:crypto';
import { assertNoLeaks } from '@tributary/test-kit';
import { request } from 'undici';

export interface Received {
  readonly status: number;
  /** Of its first error; null when there is none. */
  readonly code: string | null;
  readonly body: string;
  readonly ms: number;
}

type Send = (url: string, text: string) => Promise<Received>;

const json = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };

const post = (url: string, body: object) => received(url, { method: 'POST', headers: json, body: JSON.stringify(body) });

const extensionsOf = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') } });

/** A request target has to fit into 16 kB with the headers. */
export const fitsGet = (text: string): boolean => encodeURIComponent(text).length < 15_000;

export const transports: Readonly<Record<'POST' | 'GET' | 'persisted query', Send>> = {
  POST: (url, query) => post(url, { query }),
  GET: (url, query) =>
    received(`${url}?${new URLSearchParams({ query })}`, {
      method: 'GET',
      headers: { accept: json.accept, 'apollo-require-preflight': '1' },
    }),
  'persisted query': (url, query) => post(url, { query, extensions: extensionsOf(query) }),
};

/** Whether a document is known by its hash. */
export const isKept = async (url: string, text: string): Promise<boolean> =>
  (await post(url, { extensions: extensionsOf(text) })).code !== 'PERSISTED_QUERY_NOT_FOUND';

async function received(url: string, options: Parameters<typeof request>[1]): Promise<Received> {
  const startedAt = performance.now();
  const { statusCode, body } = await request(url, options);
  const text = await body.text();
  const { errors } = JSON.parse(text) as { errors?: readonly { extensions?: { code?: string } }[] }; // whatever it answers is JSON
  assertNoLeaks(errors);
  return { status: statusCode, code: errors?.[0]?.extensions?.code ?? null, body: text, ms: performance.now() - startedAt };
}
