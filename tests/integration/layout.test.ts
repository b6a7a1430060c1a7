// The shape of the repository: what every subgraph has, and that every type, field and argument is described.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, subgraphNames } from '@tributary/test-kit';
import { type DocumentNode, parse, visit } from 'graphql';
import { describe, expect, it } from 'vitest';

const required = [
  'README.md',
  'package.json',
  'schema.graphql',
  'src/config.ts',
  'src/context.ts',
  'src/lists.ts',
  'src/loaders.ts',
  'src/main.ts',
  'src/mappers.ts',
  'src/permissions.ts',
  'src/resolvers/Query.ts',
  'src/resolvers/Mutation.ts',
  'src/resolvers/index.ts',
  'src/schema.ts',
  'src/service.ts',
  'test/entities.test.ts',
  'test/permissions.test.ts',
];

/** Coordinates of a schema that nobody has described. */
function undescribed(document: DocumentNode): string[] {
  const missing: string[] = [];
  const path: string[] = [];
  const named = (node: { readonly name: { readonly value: string }; readonly description?: unknown }) => {
    path.push(node.name.value);
    if (node.description === undefined) missing.push(path.join('.'));
  };
  const visitor = { enter: named, leave: () => void path.pop() };
  visit(document, {
    ObjectTypeDefinition: visitor,
    InputObjectTypeDefinition: visitor,
    EnumTypeDefinition: visitor,
    ScalarTypeDefinition: visitor,
    FieldDefinition: visitor,
    InputValueDefinition: visitor,
    EnumValueDefinition: visitor,
  });
  return missing;
}

describe.each(subgraphNames)('subgraphs/%s', (name) => {
  it.each(required)('has %s', (file) => {
    expect(existsSync(join(root, 'subgraphs', name, file))).toBe(true);
  });

  it('has a Prisma schema, migrations and a seed of its own', () => {
    for (const file of ['schema.prisma', 'seed.ts', 'migrations/migration_lock.toml'])
      expect(existsSync(join(root, 'prisma', name, file))).toBe(true);
  });

  it('has a row in supergraph.yaml and in docker-compose.yml', () => {
    for (const file of ['supergraph.yaml', 'docker-compose.yml']) expect(readFileSync(join(root, file), 'utf8')).toContain(`  ${name}:`);
  });

  it('describes every type, field, argument and value', () => {
    expect(undescribed(parse(readFileSync(join(root, 'subgraphs', name, 'schema.graphql'), 'utf8')))).toEqual([]);
  });
});
