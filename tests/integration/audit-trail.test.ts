// A command of a sibling, found in the audit trail: through the outbox, the relay and the gateway.
import { sharedSystem, until } from '@tributary/test-kit';
import { expect, it } from 'vitest';

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
