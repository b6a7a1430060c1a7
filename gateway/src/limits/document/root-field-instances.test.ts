// Each run of a root field is counted, however it is written.
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { rootFieldInstances } from './root-field-instances.ts';

const names = new Set(['signIn', 'resetPassword']);
const counted = (text: string, operationName: string | null = null) =>
  Object.fromEntries(rootFieldInstances(parse(text), operationName, names));

it('counts a field once for each response name', () => {
  expect(counted('mutation { signIn { a } a: signIn { a } b: signIn { a } resetPassword { a } other }')).toEqual({
    signIn: 3,
    resetPassword: 1,
  });
  expect(counted('mutation { signIn { a } signIn { b } }')).toEqual({ signIn: 1 });
  expect(counted('mutation { signIn: other { a } }')).toEqual({});
});

it('finds it in fragments, and under conditions', () => {
  const text =
    'mutation { ...F ... { ... on Mutation { b: signIn } } ...F } fragment F on Mutation { ...G a: signIn @skip(if: true) } fragment G on Mutation { signIn }';
  expect(counted(text)).toEqual({ signIn: 3 });
});

it('counts the root alone, of the operation that is asked for', () => {
  const text = 'mutation A { a { signIn } } mutation B { x: signIn y: signIn }';
  expect([counted(text, 'A'), counted(text, 'B'), counted(text, 'C')]).toEqual([{}, { signIn: 2 }, {}]);
});

it('ends for fragments that go in circles or are not there', () => {
  expect(counted('mutation { ...F } fragment F on M { signIn ...F ...Missing }')).toEqual({ signIn: 1 });
});
