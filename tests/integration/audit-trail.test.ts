// The audit trail of the whole system: what a sibling did is found in it, and no command is forgotten.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sharedSystem, subgraphNames, until } from '@tributary/test-kit';
import { Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

const system = sharedSystem();

it('a new category in catalog is an entry that says who made it, from where, and what it is', async () => {
  const token = await system.signIn('admin@northwind.test');
  const name = `Audited ${Date.now()}`;
  await system.ask('mutation ($name: String!) { createCategory(input: { name: $name }) { userErrors { code } } }', {
    token,
    variables: { name },
  });
  const document = `{ auditTrail(first: 5, filter: { action: "category.create" }) {
    nodes { service actorUser { email } origin { address } changes { field before after state } } } }`;
  const entry = await until('the entry', async () => {
    const { data } = await system.ask(document, { token });
    return data?.['auditTrail'].nodes.find((node: { changes: { after: string }[] }) =>
      node.changes.some(({ after }) => after === JSON.stringify(name)),
    );
  });
  expect(entry).toMatchObject({ service: 'catalog', actorUser: { email: 'admin@northwind.test' }, origin: { address: '127.0.0.1' } });
});

/** By mutation, the actions that docs/audit.md names for it, or the README of its subgraph. */
const documented = new Map(
  [
    ...['docs/audit.md', ...subgraphNames.map((name) => `subgraphs/${name}/README.md`)]
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n')
      .matchAll(/^\| `(\w+)` \| (.*) \|$/gm),
  ].map(([, name = '', text = '']) => [name, [...text.matchAll(/`(\w+\.\w+)`/g)].map(([, action = '']) => action)]),
);

/** The mutations of a subgraph that clients can call. */
function mutationsOf(subgraph: string): string[] {
  const { definitions } = parse(readFileSync(join(root, 'subgraphs', subgraph, 'schema.graphql'), 'utf8'));
  return definitions
    .flatMap((node) => (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION ? [node] : []))
    .filter(({ name }) => name.value === 'Mutation')
    .flatMap(({ fields = [] }) => fields)
    .filter(({ directives = [] }) => !directives.some(({ name }) => name.value === 'inaccessible'))
    .map(({ name }) => name.value);
}

describe.each(subgraphNames)('every command of %s', (subgraph) => {
  const dir = join(root, 'subgraphs', subgraph, 'src');
  const sources = readdirSync(dir)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(dir, file), 'utf8'))
    .join('\n');

  it.each(mutationsOf(subgraph))('%s has a documented action, which the code records', (mutation) => {
    const actions = documented.get(mutation) ?? [];
    expect(actions).not.toEqual([]);
    for (const action of actions) expect(sources).toContain(`'${action}'`);
  });
});
