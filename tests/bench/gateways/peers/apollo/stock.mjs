// Stock @apollo/gateway behind Apollo Server. FETCHER=undici: the same, with the data sources' fetcher on an undici Pool.
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { Pool } from 'undici';

const pools = new Map();
function poolOf(origin) {
  const known = pools.get(origin);
  if (known !== undefined) return known;
  const pool = new Pool(origin, { connections: 64, pipelining: 1 });
  pools.set(origin, pool);
  return pool;
}

async function fetcher(url, { method, headers, body }) {
  const { origin, pathname, search } = new URL(url);
  const answer = await poolOf(origin).request({ method, path: pathname + search, headers, body });
  return {
    ok: answer.statusCode >= 200 && answer.statusCode < 300,
    status: answer.statusCode,
    statusText: '',
    url,
    headers: { get: (name) => answer.headers[name.toLowerCase()] ?? null },
    json: () => answer.body.json(),
    text: () => answer.body.text(),
  };
}

const supergraphSdl = readFileSync(process.env.SUPERGRAPH_FILE, 'utf8');
const buildService = process.env.FETCHER === 'undici' ? ({ url }) => new RemoteGraphQLDataSource({ url, fetcher }) : undefined;
const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl, buildService }) });
await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(process.env.PORT) } });
