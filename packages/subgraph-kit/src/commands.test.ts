// What a command answers.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { done, parseInput, refused, userError } from './commands.ts';

const schema = z
  .object({ name: z.string().min(1, 'Give a name.'), lines: z.array(z.object({ quantity: z.int('Whole numbers only.') })) })
  .superRefine((value, context) => {
    if (value.name === 'taken') context.addIssue({ code: 'custom', message: 'Taken.', path: ['name'], params: { code: 'ALREADY_EXISTS' } });
    if (value.name === 'odd') context.addIssue({ code: 'custom', message: 'Odd.', path: ['name'], params: { code: 'NO_SUCH_CODE' } });
  });

describe('parseInput', () => {
  it('gives the parsed value', () => {
    expect(parseInput(schema, { name: 'a', lines: [], more: 1 })).toEqual({ kind: 'ok', value: { name: 'a', lines: [] } });
  });

  it('turns issues into user errors at their paths', () => {
    expect(parseInput(schema, { name: '', lines: [{ quantity: 1.5 }] })).toEqual(
      refused(
        userError('INVALID_INPUT', 'Give a name.', ['name']),
        userError('INVALID_INPUT', 'Whole numbers only.', ['lines', '0', 'quantity']),
      ),
    );
  });

  it('takes the code that an issue names, if it is one', () => {
    expect(parseInput(schema, { name: 'taken', lines: [] })).toMatchObject({ userErrors: [{ code: 'ALREADY_EXISTS' }] });
    expect(parseInput(schema, { name: 'odd', lines: [] })).toMatchObject({ userErrors: [{ code: 'INVALID_INPUT' }] });
  });
});

it('a user error has the message of its code unless given one', () => {
  expect(userError('NOT_FOUND')).toEqual({ code: 'NOT_FOUND', message: 'There is no such object, or you may not see it.', path: null });
  expect(done(1)).toEqual({ kind: 'done', value: 1 });
});
