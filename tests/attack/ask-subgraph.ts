// A subgraph, asked with the gateway's own key: what a gateway that has been taken over could ask.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Principal, parseServiceKeys, signRequest } from '@tributary/auth-kit';
import { type Answer, assertNoLeaks, type SubgraphName, samplePrincipal, serviceLog, sharedSystem, until } from '@tributary/test-kit';
import { request } from 'undici';

const { dataDir } = sharedSystem();

export interface SubgraphAnswer extends Answer {
  readonly extensions?: unknown;
  readonly status: number;
  /** Of the database, for this answer. */
  readonly statements: number;
}

/** `as` is a sample principal's name, or a principal. */
export async function askSubgraph(
  name: SubgraphName,
  query: string,
  options: {
    readonly variables?: object;
    readonly as?: Principal | string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<SubgraphAnswer> {
  const { variables, as = 'anonymous', headers } = options;
  const key = parseServiceKeys(readFileSync(join(dataDir, 'keys', 'gateway.json'), 'utf8')).calls.get(name);
  if (key === undefined) throw new Error(`There is no key for ${name}.`);
  const principal = typeof as === 'string' ? samplePrincipal(as, []) : as;
  const body = JSON.stringify({ query, variables });
  const requestId = randomUUID();
  const signature = signRequest(key, { caller: 'gateway', principal, requestId, audience: name, method: 'POST', path: '/graphql', body });
  const url = String(serviceLog(dataDir, name).findLast(({ message }) => message === 'listening')?.['url']);
  const sent = { 'content-type': 'application/json', ...headers, ...signature };
  const response = await request(url, { method: 'POST', headers: sent, body });
  const answer = (await response.body.json()) as Answer; // a subgraph answers with JSON
  assertNoLeaks(answer.errors);
  const line = () => serviceLog(dataDir, name).find((one) => one.message === 'request' && one['requestId'] === requestId);
  await until('the log line of the request', () => line() !== undefined);
  return { ...answer, status: response.statusCode, statements: Number(line()?.['sqlStatements']) };
}
