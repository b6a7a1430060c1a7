// The whole system, asked as a client would: the README's query through the gateway.
import { readmeExample, sharedSystem } from '@tributary/test-kit';
import { expect, it } from 'vitest';

const system = sharedSystem();
const { query, answer } = readmeExample();

it('answers the administrator as the README shows', async () => {
  const token = await system.signIn('admin@example.test');
  const { data, errors } = await system.ask(query, { token });
  expect({ data, errors }).toEqual(answer);
});

it('tells a stranger nothing', async () => {
  const { data, errors } = await system.ask(query);
  expect({ data, errors }).toEqual({ data: { me: null } });
});
