// The dev command: what changes is restarted and composed again, and a schema that does not compose changes nothing.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject, type System, startSystem, until } from '@tributary/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let copy = '';
let system: System;

beforeAll(async () => {
  copy = copyProject();
  system = await startSystem({ command: 'dev', cwd: copy });
});
afterAll(async () => {
  await system.remove();
  rmSync(join(copy, '..'), { recursive: true, force: true });
});

function edit(file: string, change: (text: string) => string): void {
  const path = join(copy, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

it('restarts a subgraph whose code has changed', async () => {
  edit('subgraphs/catalog/src/resolvers/Product.ts', (text) =>
    text.replace(
      'export const Product: ProductResolvers = {',
      'export const Product: ProductResolvers = {\n  name: ({ name }) => `${name}!`,',
    ),
  );
  await until('the new code answers', async () => (await system.ask('{ product(id: "1") { name } }')).data?.['product']?.name === 'Chai!');
  expect(system.output()).toMatch(/catalog was restarted \(\d/);
});

it('composes a schema that has changed, and the gateway takes it without a restart', async () => {
  edit('subgraphs/catalog/schema.graphql', (text) =>
    text.replace('type Product @key(fields: "id") {', 'type Product @key(fields: "id") {\n  "What it is called, loudly."\n  shout: String'),
  );
  edit('subgraphs/catalog/src/permissions.ts', (text) => text.replace(/(\bProduct: \{)/, '$1 shout: public_,'));
  edit('subgraphs/catalog/src/resolvers/Product.ts', (text) =>
    text.replace('ProductResolvers = {', 'ProductResolvers = {\n  shout: ({ name }) => name.toUpperCase(),'),
  );
  await until(
    'the new field answers',
    async () => (await system.ask('{ product(id: "1") { shout } }')).data?.['product']?.shout === 'CHAI',
    30_000,
  );
  expect(system.output()).toContain('catalog was restarted and the supergraph composed');
});

it('leaves the running graph as it is when a schema does not compose, and says where', async () => {
  edit('subgraphs/reviews/schema.graphql', (text) => `${text}\nextend type Product { discontinued: Boolean! }\n`);
  await until('the error is told', () => system.output().includes('reviews does not compose; the running graph stays as it is:'));
  expect(system.output()).toMatch(/error INVALID_FIELD_SHARING .*\n {2}at subgraphs\/(catalog|reviews)\/schema\.graphql:\d+:\d+ \[\w+\]/);
  expect((await system.ask('{ product(id: "1") { shout rating { count } } }')).errors).toBeUndefined();
});
