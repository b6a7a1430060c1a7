// The contracts command, and the formats of compose: files, exit codes, refusals.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiSchemaOf } from '@tributary/schema-check';
import { printSchema } from 'graphql';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { root } from '../project.ts';
import { run as compose } from './compose.ts';
import { run as contracts } from './contracts.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-contracts-'));
const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@tag"])';
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const graph = (name: string, sdl: string, rest: string) => {
  file(`${name}.graphqls`, `${link}\n${sdl}`);
  return file(`${name}.yaml`, `subgraphs:\n  a:\n    routing_url: http://a\n    schema:\n      file: ${name}.graphqls\n${rest}`);
};
const partner = 'contracts: [{ name: partner, exclude: [no] }]';
const config = graph('good', 'type Query { a: Int b: Int @tag(name: "no") }', partner);
const out = (name: string) => ['--out', join(folder, name)];

let printed = '';
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a contract is written as a supergraph and as what clients see, and then is fresh', async () => {
  expect(await contracts(['--config', config, ...out('fresh'), '--check'])).toBe(1);
  expect(await contracts(['--config', config, ...out('fresh')])).toBe(0);
  expect(readFileSync(join(folder, 'fresh/partner.api.graphql'), 'utf8')).toBe('type Query {\n  a: Int\n}\n');
  expect(readFileSync(join(folder, 'fresh/partner.supergraph.graphql'), 'utf8')).toContain('b: Int @tag(name: "no") @inaccessible');
  expect(await contracts(['--config', config, ...out('fresh'), '--check'])).toBe(0);
});

it('a contract that does not compose is exit code 1, with the place of the tag in each format', async () => {
  const bad = graph('bad', 'type Query { t: T } type T @tag(name: "no") { a: Int }', partner);
  expect(await contracts(['--config', bad, ...out('bad')])).toBe(1);
  expect(printed).toContain('error REFERENCED_INACCESSIBLE Query.t (partner)');
  expect(printed).toContain('bad.graphqls:2:28 [a]');
  expect(await contracts(['--config', bad, ...out('bad'), '--format', 'github'])).toBe(1);
  expect(printed).toMatch(/::error file=\S+bad\.graphqls,line=2,col=28,title=REFERENCED_INACCESSIBLE/);
});

it('a file of its own beside the configuration has contracts too', async () => {
  const beside = join(mkdtempSync(join(folder, 'beside-')), 'supergraph.yaml');
  writeFileSync(beside, readFileSync(graph('none', 'type Query { a: Int }', ''), 'utf8').replace('file: ', `file: ${folder}/`));
  await expect(contracts(['--config', beside])).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('There are no contracts'),
  });
  writeFileSync(join(beside, '../graph-contracts.yaml'), partner);
  expect(await contracts(['--config', beside])).toBe(0);
  expect(printed).toContain('CONTRACT_TAG_UNKNOWN');
});

it.each([
  [['other'], 'There is no contract other: there are partner.'],
  [['--format', 'xml'], 'There is no format "xml"'],
  [['--nothing'], '--nothing'],
])('%j is misuse, exit code 2', async (args, message) => {
  await expect(contracts(['--config', config, ...args])).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
});

it('a shop sees of our own graph what is sold and what it orders, and nothing that only the staff does', async () => {
  expect(await contracts(['shop', '--config', join(root, 'supergraph.yaml'), ...out('ours')])).toBe(0);
  const api = readFileSync(join(folder, 'ours/shop.api.graphql'), 'utf8');
  const supergraph = readFileSync(join(folder, 'ours/shop.supergraph.graphql'), 'utf8');
  expect(`${printSchema(apiSchemaOf(supergraph))}\n`).toBe(api);
  for (const there of ['type Product {', '  placeOrder(', '  writeReview(']) expect(api).toContain(there);
  for (const gone of ['salesReport', 'moderateReview', 'AuditEvent', 'input CreateProductInput']) expect(api).not.toContain(gone);
});

it('compose has the formats of a check: errors at their places, and a file that is stale', async () => {
  const wrong = file('wrong.graphql', 'type Query { a: Missing }');
  expect(await compose([wrong, '--format', 'github'])).toBe(1);
  expect(printed).toMatch(/^::error file=\S+wrong\.graphql,line=1,col=\d+,title=INVALID_GRAPHQL/);
  const old = file('old.graphql', 'type Query { a: Int }');
  expect(await compose(['--config', config, '--out', old, '--check', '--format', 'junit'])).toBe(1);
  expect(printed).toContain('type="SUPERGRAPH_STALE"');
});
