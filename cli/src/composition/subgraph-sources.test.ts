// Where schemas come from: files, patterns, and services that are no subgraphs, silent, huge or gone.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sourcesOfArguments, sourcesOfConfig } from './subgraph-sources.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'));
  for (const name of ['orders', 'reviews']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'schema.graphql'), `type Query { ${name}: Int }`);
  }
  writeFileSync(join(folder, 'stock.graphql'), 'type Query { stock: Int }');
});
afterAll(() => rmSync(folder, { recursive: true }));

const none = new Map<string, string>();
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serviceThat(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`; // a TCP server that listens has one
}

describe('subgraphs that are named one by one', () => {
  it('are files, patterns, and files under a name of their own', async () => {
    const sources = await sourcesOfArguments(
      [`${folder}/*/schema.graphql`, `depot=${folder}/stock.graphql`],
      new Map([['depot', 'http://d']]),
    );
    expect(sources.map(({ name, url, sdl }) => [name, url, sdl])).toEqual([
      ['orders', '', 'type Query { orders: Int }'],
      ['reviews', '', 'type Query { reviews: Int }'],
      ['depot', 'http://d', 'type Query { stock: Int }'],
    ]);
    expect(sources[2]?.file).toBe(relative(process.cwd(), join(folder, 'stock.graphql')));
  });

  it('are asked for their schema where they run', async () => {
    const url = await serviceThat((_request, response) =>
      response.end(JSON.stringify({ data: { _service: { sdl: 'type Query { a: Int }' } } })),
    );
    expect(await sourcesOfArguments([`a=${url}`], none)).toEqual([{ name: 'a', url, file: url, sdl: 'type Query { a: Int }' }]);
  });

  it.each([
    [['/nowhere/*.graphql'], none, 2, 'there is no such file'],
    [['http://127.0.0.1/graphql'], none, 2, 'Name the subgraph'],
    [['one=FOLDER/*/schema.graphql'], none, 2, 'a subgraph has one'],
    [['FOLDER/orders/schema.graphql', 'orders=FOLDER/stock.graphql'], none, 2, 'Two schemas are called orders'],
    [['FOLDER/stock.graphql'], new Map([['depot', 'http://d']]), 2, 'there is no subgraph depot'],
    [['a=http://127.0.0.1:4/graphql'], none, 3, 'cannot be asked: connect ECONNREFUSED'],
  ])('are refused with a sentence: %j', async (named, urls, exitCode, message) => {
    const asked = sourcesOfArguments(
      named.map((name) => name.replace('FOLDER', folder)),
      urls,
    );
    await expect(asked).rejects.toMatchObject({ exitCode, message: expect.stringContaining(message) });
  });

  it.each<[string, RequestListener, number, string]>([
    [
      'is no GraphQL',
      (_request, response) => response.end('<html>'),
      2,
      'does not answer "{ _service { sdl } }" with a schema (status 200)',
    ],
    ['is no subgraph', (_request, response) => response.writeHead(400).end('{"errors":[]}'), 2, 'with a schema (status 400)'],
    ['answers null', (_request, response) => response.end('null'), 2, 'with a schema'],
    [
      'breaks off',
      (_request, response) => response.writeHead(200, { 'content-length': '9' }).write('{', () => response.destroy()),
      3,
      'cannot be asked',
    ],
    ['answers without end', (_request, response) => response.end('x'.repeat(11 * 1024 * 1024)), 3, 'it answers more than 10 MB'],
  ])('are refused when the service %s', async (_what, answer, exitCode, message) => {
    const asked = sourcesOfArguments([`a=${await serviceThat(answer)}`], none);
    await expect(asked).rejects.toMatchObject({ exitCode, message: expect.stringContaining(message) });
  });
});

describe('a configuration', () => {
  it('has its files beside it', async () => {
    const file = join(folder, 'supergraph.yaml');
    writeFileSync(file, 'subgraphs: { orders: { routing_url: http://o, schema: { file: ./orders/schema.graphql } } }');
    expect((await sourcesOfConfig(file)).map(({ name, url, sdl }) => [name, url, sdl])).toEqual([
      ['orders', 'http://o', 'type Query { orders: Int }'],
    ]);
  });

  it('that cannot be used is refused with its name', async () => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, 'subgraphs: { orders: { routing_url: http://o, schema: { file: ./gone.graphql } } }');
    await expect(sourcesOfConfig(file)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('gone.graphql cannot be read'),
    });
    await expect(sourcesOfConfig(join(folder, 'none.yaml'))).rejects.toMatchObject({ exitCode: 2 });
  });
});
