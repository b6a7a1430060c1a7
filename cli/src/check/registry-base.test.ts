// The base of a check from a registry that answers well, and from servers that are slow, huge, wrong, elsewhere or gone.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { registryHeaders } from '../config.ts';
import { root } from '../project.ts';
import { baseOf, registryBase } from './registry-base.ts';
import { artifactOf } from './side-of-text.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** `http://127.0.0.1:PORT`. */
async function serverThat(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server that listens has one
}

const says = (text: string, type = 'text/plain') =>
  serverThat((_request, response) => response.writeHead(200, { 'content-type': type }).end(text));

const supergraph = readFileSync(join(root, 'supergraph.graphql'), 'utf8');
const subgraph = { name: 'a', url: 'http://a', file: 'a.graphql', sdl: 'type Query { a: Int }' };
const short = { waitMs: 200, maxBytes: 100_000 };

describe('a registry', () => {
  it('answers with a supergraph', async () => {
    const url = await says(supergraph);
    expect(await baseOf(`${url}/supergraph?token=secret`, '.', [])).toEqual({ kind: 'supergraph', label: `${url}/supergraph`, supergraph });
  });

  it('answers with the subgraphs as an artifact has them', async () => {
    const url = await says(artifactOf([subgraph]), 'application/json');
    expect(await baseOf(url, '.', [])).toEqual({ kind: 'subgraphs', label: `${url}/`, sources: [subgraph] });
  });

  it('is sent the headers, of the environment and of the command', async () => {
    let asked: IncomingMessage | null = null;
    const url = await serverThat((request, response) => {
      asked = request;
      response.end(artifactOf([subgraph]));
    });
    await baseOf(url, '.', [...registryHeaders({ REGISTRY_HEADER: 'Authorization: Bearer a:b' }), 'X-Graph: main']);
    expect(asked).toMatchObject({ method: 'GET', headers: { authorization: 'Bearer a:b', 'x-graph': 'main' } });
    expect(registryHeaders({})).toEqual([]);
  });

  it('may send to another address of its own', async () => {
    const url = await serverThat((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/latest' }).end();
      else response.end(artifactOf([{ ...subgraph, name: request.headers['x-graph'] as string }])); // it is one text
    });
    expect(await registryBase(url, ['X-Graph: main'])).toMatchObject({ sources: [{ name: 'main' }] });
  });
});

describe('a server', () => {
  it('that sends to another host is not followed, and that host is told nothing', async () => {
    let isAsked = false;
    const other = await serverThat((_request, response) => {
      isAsked = true;
      response.end(supergraph);
    });
    const url = await serverThat((_request, response) => response.writeHead(307, { location: `${other}/supergraph` }).end());
    await expect(registryBase(url, ['Authorization: Bearer a'])).rejects.toMatchObject({
      exitCode: 2,
      message: `${url}/ sends to another address, ${other}/supergraph. Name that one, if it is right.`,
    });
    expect(isAsked).toBe(false);
  });

  const redirect = (location: string) => (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(301, { location }).end();
  const status = (code: number) => (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(code, { 'content-type': 'text/html' }).end('<html>');
  const text = (body: string) => (_request: IncomingMessage, response: ServerResponse) => void response.end(body);

  it.each<[string, RequestListener, 2 | 3, string]>([
    ['never answers', () => undefined, 3, 'no answer within 0.2 s'],
    ['stops in the middle', (_request, response) => void response.write('schema'), 3, 'no answer within 0.2 s'],
    ['breaks off', (_request, response) => void response.write('schema', () => response.destroy()), 3, 'The base cannot be had'],
    ['does not end', (_request, response) => endless(response), 3, 'it answers more than 0.'],
    ['sends round in circles', redirect('/'), 2, 'from one address to the next'],
    ['sends to no address', redirect('http://'), 2, 'sends to another address'],
    ['sends to a less safe place', redirect('ftp://127.0.0.1/'), 2, 'sends to another address'],
    ['refuses', status(401), 2, 'answers 401 (text/html). Give the credentials with --header or REGISTRY_HEADER.'],
    ['does not know', status(404), 2, 'answers 404'],
    ['fails', status(502), 3, 'answers 502'],
    ['has too much to do', status(429), 3, 'answers 429'],
    ['shows a page', text('<!doctype html><html></html>'), 2, 'is a page of HTML'],
    ['answers nothing', text(''), 2, 'is no supergraph'],
    ['answers a schema that is no supergraph', text('type Query { a: Int }'), 2, 'is no supergraph'],
    ['answers what is nested too deep', text(`type Query { a: ${'['.repeat(40_000)}Int${']'.repeat(40_000)} }`), 2, 'nested too deep'],
    ['answers JSON that breaks off', text('{"subgraphs": ['), 2, 'is no JSON'],
    ['answers another JSON', text('{"errors": []}'), 2, 'has no list "subgraphs"'],
    ['names no subgraph', text('{"subgraphs": [{"sdl": ""}]}'), 2, 'subgraph 1 has no "name"'],
    ['knows a name and no schema', text('{"subgraphs": [{"name": "a"}]}'), 2, 'subgraph 1, a, has no "sdl"'],
    ['names one twice', text(artifactOf([subgraph, subgraph])), 2, 'has two subgraphs a'],
  ])('that %s is told in a sentence', async (_, answer, exitCode, message) =>
    expect(registryBase(await serverThat(answer), [], short)).rejects.toMatchObject({
      exitCode,
      message: expect.stringContaining(message),
    }),
  );
});

function endless(response: ServerResponse): void {
  const chunk = '#'.repeat(50_000);
  const more = () => void (response.destroyed || response.write(chunk, more));
  more();
}

describe('an address', () => {
  it('where nobody listens is exit code 3, with what to do without a network', async () => {
    const url = await says('');
    servers.pop()?.close();
    await expect(baseOf(url, '.', [])).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('name a git ref or a file') });
  });

  it('that is none is misuse', async () => await expect(baseOf('http://', '.', [])).rejects.toMatchObject({ exitCode: 2 }));

  it.each(['no colon with secret', 'Bad Name: secret', 'Name: secret\nsecret'])(
    'with the header %j is misuse, and the value stays secret',
    async (header) => {
      const refused = registryBase(await says(supergraph), [header]);
      await expect(refused).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('A header is "Name: value"') });
      await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
    },
  );
});
