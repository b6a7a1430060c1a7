// Two users at once, on one gateway with its caches, deduplication and loaders: nobody is answered what is another's.
import { sharedSystem } from '@tributary/test-kit';
import { expect, it } from 'vitest';

const system = sharedSystem();
const document =
  '{ me { id email customer { id } } orders(first: 3) { nodes { id customer { id } } totalCount } product(id: "1") { name } }';

it('a thousand requests of two users and a stranger are each answered with their own', async () => {
  const tokens = await Promise.all(['alfki', 'bonap'].map((company) => system.signIn(`${company}@customers.northwind.test`)));
  const callers = [...tokens, undefined].map((token) => ({ ...(token !== undefined && { token }) }));
  const expected = await Promise.all(callers.map((caller) => system.ask(document, caller).then(({ data }) => JSON.stringify(data))));
  expect(new Set(expected).size).toBe(3);
  expect(expected.map((text) => /"customer":\{"id":"(\w+)"\}/.exec(text)?.[1])).toEqual(['ALFKI', 'BONAP', undefined]);
  let others = 0;
  // Fifty at a time, in turns: each is in flight beside the same question of the others.
  for (let round = 0; round < 20; round += 1) {
    const asked = Array.from({ length: 50 }, (_, index) => index % 3);
    const answers = await Promise.all(asked.map((who) => system.ask(document, callers[who])));
    for (const [index, { data }] of answers.entries()) if (JSON.stringify(data) !== expected[asked[index] ?? 0]) others += 1;
  }
  expect(others).toBe(0);
});
