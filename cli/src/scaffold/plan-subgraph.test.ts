// The files of a new subgraph, as the templates make them.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import { planSubgraph } from './plan-subgraph.ts';
import { render } from './render.ts';
import { readTemplates } from './templates.ts';
import { writeFiles } from './write-files.ts';

const templates = readTemplates();
const supergraph = `# Which subgraphs.
subgraphs:
  accounts:
    routing_url: http://accounts:4001/graphql
  orders:
    routing_url: http://orders:4017/graphql
# Variants.
contracts: []
`;
const compose = 'services:\n  orders:\n    image: x\n\n  gateway:\n    image: y\n';
const siblingPackage = '{ "dependencies": { "@tributary/auth-kit": "file:auth-kit.tgz" } }';
const planned = (...entities: string[]) =>
  planSubgraph({ name: 'order-items', entities, scope: 'catalog:write' }, templates, { supergraph, compose, siblingPackage });

describe('rendering', () => {
  it('fills values, and repeats lines once for each entity', () => {
    const template = '{{name}}:\n{{#entities}}\n  {{Type}} of {{name}}\n{{/entities}}\nend\n';
    expect(render(template, { name: 'x' }, [{ Type: 'A' }, { Type: 'B' }])).toBe('x:\n  A of x\n  B of x\nend\n');
  });

  it('refuses a value that nobody has given', () => {
    expect(() => render('{{nothing}}', {}, [])).toThrow('The template asks for {{nothing}}');
  });
});

describe('a new subgraph', () => {
  const { created, edited, port, routingUrl } = planned('SalesRep', 'Depot');

  it('has one file of rules, resolvers and tests for each entity, and no placeholder in any', () => {
    const of = (type: string, file: string) => [`src/${file}.ts`, `src/resolvers/${type}.ts`, `test/${file}.test.ts`];
    const expected = [...of('SalesRep', 'sales-reps'), ...of('Depot', 'depots')].map((path) => `subgraphs/order-items/${path}`);
    expect([...created.keys()]).toEqual(expect.arrayContaining(expected));
    expect([...created.keys()].filter((path) => /_(name|Type|file)_/.test(path))).toEqual([]);
    for (const [path, text] of created) expect(text, path).not.toMatch(/\{\{[#/]?\w+\}\}/);
  });

  it('has a schema that parses, and a variable without hyphens', () => {
    expect(() => parse(created.get('subgraphs/order-items/schema.graphql') ?? '')).not.toThrow();
    expect(created.get('subgraphs/order-items/src/config.ts')).toContain('values.ORDER_ITEMS_DATABASE_URL');
  });

  it('listens on the next port, and has its row before the gateway and after its siblings', () => {
    expect([port, routingUrl]).toEqual([4018, 'http://order-items:4018/graphql']);
    expect(edited.get('supergraph.yaml')).toMatch(
      /^# Which subgraphs\.\n[\s\S]*4017\/graphql\n {2}order-items:\n {4}routing_url: .*4018\/graphql\n[\s\S]*\n# Variants\.\ncontracts: \[\]\n$/,
    );
    expect(edited.get('docker-compose.yml')).toMatch(/image: x\n\n {2}order-items:\n[\s\S]*PORT: "4018"[\s\S]*\n\n {2}gateway:\n/);
  });

  it('takes the packages that its siblings have from where they have them', () => {
    const { dependencies } = JSON.parse(created.get('subgraphs/order-items/package.json') ?? '{}');
    expect(dependencies).toMatchObject({ '@tributary/auth-kit': 'file:auth-kit.tgz', '@tributary/config': 'workspace:*' });
  });

  it('has no entity whose rules would be another file of the subgraph', () => {
    expect(() => planned('Permission')).toThrow('Two parts of the subgraph would be subgraphs/order-items/src/permissions.ts');
  });
});

describe('writing', () => {
  const root = mkdtempSync(join(tmpdir(), 'tributary-scaffold-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, 'rows'), 'one\n');
  const files = { created: new Map([['a/b/c', 'new']]), edited: new Map([['rows', 'one\ntwo\n']]) };

  it('that fails at its end leaves everything as it was', () => {
    const finish = () => {
      expect(readFileSync(join(root, 'rows'), 'utf8')).toBe('one\ntwo\n');
      throw new Error('no');
    };
    expect(() => writeFiles(root, files, finish)).toThrow('no');
    expect([readdirSync(root), readFileSync(join(root, 'rows'), 'utf8')]).toEqual([['rows'], 'one\n']);
  });

  it('never overwrites', () => {
    writeFiles(root, files, () => undefined);
    expect(() => writeFiles(root, files, () => undefined)).toThrow('Nothing is overwritten, and there is already: a/b/c');
    expect(existsSync(join(root, 'a/b/c'))).toBe(true);
  });
});
