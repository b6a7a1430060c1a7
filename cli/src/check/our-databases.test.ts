// The five databases: each `/// @graphql` in their Prisma schemas is true, none is missing, and their migrations lead to them.
import { databaseTask } from '@tributary/schema-check';
import { buildASTSchema, type GraphQLSchema, getNamedType, isLeafType, isObjectType, parse } from 'graphql';
import { beforeAll, expect, it, test } from 'vitest';
import { root, subgraphNames } from '../project.ts';
import { readDatabases } from './read-databases.ts';
import { readHead } from './read-side.ts';

const head = readHead(root);
const sources = head.kind === 'subgraphs' ? head.sources : [];
let databases: Awaited<ReturnType<typeof readDatabases>> = [];
beforeAll(async () => {
  databases = await readDatabases({ kind: 'supergraph', label: 'nothing', supergraph: '' }, head);
});

const schemaOf = (name: string): GraphQLSchema =>
  buildASTSchema(parse(sources.find((source) => source.name === name)?.sdl ?? ''), { assumeValid: true, assumeValidSDL: true });

it('fields, types, nulls and enums are what the columns say, and the migrations make them', () =>
  expect(databaseTask({ databases, approvals: [], today: '2026-11-24' }, null, sources)).toMatchObject({
    status: 'PASSED',
    findings: [],
    reason: expect.stringMatching(/^5 databases, 1[789]\d columns behind published fields$/),
  }));

/** Made of something else than a column. */
const withoutColumn = ['Session.current'];

test.each(subgraphNames)('%s: each field of a type that is a table names its column', (name) => {
  const fields = databases.find(({ subgraph }) => subgraph === name)?.head?.prisma.fields ?? [];
  const models = new Set(fields.map(({ model }) => model));
  const paths = new Set(fields.flatMap(({ published }) => published.map(({ path }) => path)));
  const leaves = Object.values(schemaOf(name).getTypeMap()).flatMap((type) =>
    isObjectType(type) && models.has(type.name)
      ? Object.values(type.getFields()).flatMap((field) => (isLeafType(getNamedType(field.type)) ? [`${type.name}.${field.name}`] : []))
      : [],
  );
  expect(leaves.length).toBeGreaterThan(5);
  expect(leaves.filter((leaf) => !paths.has(leaf) && !withoutColumn.includes(leaf))).toEqual([]);
});
