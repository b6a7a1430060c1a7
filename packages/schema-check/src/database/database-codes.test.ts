// Every code of databases does what its documentation says.
import { expect, it, test } from 'vitest';
import { databaseTaskOf } from '../../test/database-of-text.ts';
import { changeCodes } from '../change-codes.ts';
import { databaseCodes } from '../codes/database-codes.ts';

test.each(Object.entries(databaseCodes))('the example of %s has this code and its severity', async (name, { before, after, severity }) => {
  const { findings } = await databaseTaskOf(before, after);
  const levels = findings.filter(({ code }) => code === name).map(({ level }) => level);
  expect(levels, findings.map(({ code, message }) => `${code} ${message}`).join('\n')).toEqual([
    severity === 'breaking' ? 'error' : 'warning',
  ]);
});

test.each(Object.entries(databaseCodes))('the base of the example of %s is well', async (_, { before }) =>
  expect(await databaseTaskOf(before, '')).toMatchObject({ status: 'PASSED', findings: [] }),
);

it('no code is one of changes too', () => {
  for (const code of Object.keys(databaseCodes)) expect(changeCodes).not.toHaveProperty(code);
});
