// The whole system, asked as a client would: the README's query through the gateway.
import { readmeExample, sharedSystem } from '@tributary/test-kit';
import { expect, it } from 'vitest';

const system = sharedSystem();
const { query, answer } = readmeExample();

it('answers a customer as the README shows', async () => {
  const token = await system.signIn('alfki@customers.northwind.test');
  const { data, errors } = await system.ask(query, { token });
  expect({ data, errors }).toEqual(answer);
});

it('answers a stranger the same, but for `me`', async () => {
  const { data, errors } = await system.ask(query);
  expect({ data, errors }).toEqual({ data: { ...answer.data, me: null } });
});
