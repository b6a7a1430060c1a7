// The surfaces of a running system: its gateway, asked with credentials, and its subgraphs, asked with the keys of their callers.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parseServiceKeys, signRequest } from '@tributary/auth-kit';
import { apiSchemaOf } from '@tributary/schema-check';
import { type Answer, root, type SubgraphName, type System, serviceLog, subgraphNames } from '@tributary/test-kit';
import { parse } from 'graphql';
import { request } from 'undici';
import { anonymous, type Caller, client, keys, people, principalOf, services } from '../policy/callers.ts';
import { policyOf } from '../policy/contract.ts';
import type { Surface } from './matrix.ts';
import type { Send } from './prepare.ts';

export const schemaText = (name: SubgraphName): string => readFileSync(join(root, 'subgraphs', name, 'schema.graphql'), 'utf8');

/** What clients see, asked over HTTP. */
export function gatewaySurface(system: System, credentials: ReadonlyMap<string, string>): Surface {
  return {
    name: 'gateway',
    schema: apiSchemaOf(readFileSync(join(root, 'supergraph.graphql'), 'utf8')),
    policy: policyOf(subgraphNames),
    callers: [anonymous, ...people, ...keys],
    ask(caller, document, variables) {
      const token = credentials.get(caller.name);
      return system.ask(document, { variables, ...(token !== undefined && { token }) });
    },
  };
}

/** A subgraph as its callers reach it; services that have no key for it cannot ask. */
export function subgraphSurface(system: System, name: SubgraphName): Surface {
  const siblings = services.filter((caller) => keyOf(system, signerOf(caller), name) !== undefined);
  return {
    name,
    schema: buildSubgraphSchema([{ typeDefs: parse(schemaText(name)) }]),
    policy: policyOf([name]),
    callers: [anonymous, ...people, ...keys, client, ...siblings],
    ask: (caller, document, variables) => askSubgraph(system, name, caller, document, variables),
  };
}

export const sendTo =
  (system: System, name: SubgraphName): Send =>
  async (caller, document, variables = {}) =>
    dataOf(await askSubgraph(system, name, caller, document, variables));

/** @throws {Error} when the answer has errors, or userErrors. */
export function dataOf({ data, errors }: Answer): NonNullable<Answer['data']> {
  if (errors !== undefined || data == null || JSON.stringify(data).includes('"userErrors":[{')) {
    throw new Error(`The matrix cannot be prepared: ${JSON.stringify(errors ?? data)}`);
  }
  return data;
}

const signerOf = (caller: Caller) => (caller.kind === 'service' ? caller.name.slice('service '.length) : 'gateway');

function keyOf({ dataDir }: System, signer: string, audience: string) {
  const file = join(dataDir, 'keys', `${signer}.json`);
  return existsSync(file) ? parseServiceKeys(readFileSync(file, 'utf8')).calls.get(audience) : undefined;
}

async function askSubgraph(system: System, name: SubgraphName, caller: Caller, query: string, variables: object): Promise<Answer> {
  const signer = signerOf(caller);
  const signingKey = keyOf(system, signer, name);
  if (signingKey === undefined) throw new Error(`${signer} has no key for ${name}.`);
  const body = JSON.stringify({ query, variables });
  const signed = { caller: signer, audience: name, method: 'POST', path: '/graphql', body, requestId: randomUUID() };
  const headers = { 'content-type': 'application/json', ...signRequest(signingKey, { ...signed, principal: principalOf(caller) }) };
  const response = await request(addressOf(system, name), { method: 'POST', headers, body });
  return (await response.body.json()) as Answer; // a subgraph answers with JSON
}

const addresses = new Map<string, string>();

/** Read once: a log that is being written may end in half a line. */
function addressOf({ dataDir }: System, name: SubgraphName): string {
  const known = addresses.get(`${dataDir} ${name}`);
  const address = known ?? String(serviceLog(dataDir, name).find(({ message }) => message === 'listening')?.['url']);
  addresses.set(`${dataDir} ${name}`, address);
  return address;
}
