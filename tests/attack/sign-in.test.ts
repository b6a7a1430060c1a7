// Guessing passwords by the hundred in one request.
import { serviceLog, sharedSystem } from '@tributary/test-kit';
import { expect, it } from 'vitest';

const system = sharedSystem();
const attempt = (index: number) =>
  `a${index}: signIn(input: { email: "alfki@customers.northwind.test", password: "guess ${index}" }) { userErrors { code } }`;
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const attempts = (from: number, to: number) => numbers(from, to).map(attempt).join(' ');
const fragment = (index: number) => `fragment F${index} on Mutation { ${attempts(index * 10, index * 10 + 10)} }`;
const spread = (index: number) => `...F${index}`;

it.each([
  ['as aliases', `mutation { ${attempts(0, 100)} }`],
  ['in a fragment', `mutation { ...F } fragment F on Mutation { ${attempts(0, 100)} }`],
  ['in ten fragments', `mutation { ${numbers(0, 10).map(spread).join(' ')} } ${numbers(0, 10).map(fragment).join(' ')}`],
])('a hundred sign-ins %s are refused before accounts hears of any', async (_how, document) => {
  const requestId = `signs-in-${crypto.randomUUID()}`;
  const { data, errors } = await system.ask(document, { headers: { 'x-request-id': requestId } });
  expect([data, errors?.length]).toEqual([undefined, 1]);
  expect(['TOO_MANY_ALIASES', 'TOO_MANY_ROOT_FIELDS']).toContain(errors?.[0]?.extensions.code);
  // The next sign-in is heard of: so the others would have been.
  const token = await system.signIn('alfki@customers.northwind.test');
  expect(token).not.toBe('');
  expect(serviceLog(system.dataDir, 'accounts').some((line) => line['requestId'] === requestId)).toBe(false);
});
