// The first administrator: one, however many try to make it.
import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createAdmin } from '../src/admins.ts';
import type { Parts } from '../src/context.ts';
import { createPasswords } from '../src/passwords.ts';
import { readPassword } from '../src/read-password.ts';
import { useAccounts } from './support.ts';

const accounts = useAccounts();
const mails: string[] = [];
const input = { email: 'Grace@example.test', name: 'Grace Hopper', password: 'a long password', another: false };

async function create(changes: object = {}) {
  const db = accounts.service().database.client as unknown as Parts['db']; // accounts makes its database with its own client
  const mail: Parts['mail'] = { send: async ({ to }) => void mails.push(to) };
  const outcome = await createAdmin({ db, passwords: createPasswords(), mail }, { ...input, ...changes });
  return outcome.kind === 'done' ? outcome.value.status : outcome.userErrors[0]?.code;
}

describe('createAdmin', () => {
  it('refuses while there is one', async () => {
    expect(await create()).toBe('ALREADY_EXISTS');
  });

  it('makes one, of many that try at the same time, where the only one there was is blocked', async () => {
    expect(await create({ email: 'second@example.test', another: true })).toBe('ACTIVE');
    const db = accounts.service().database.client as unknown as Parts['db']; // as above
    await db.user.updateMany({ where: { role: 'ADMIN' }, data: { status: 'BLOCKED' } });
    const outcomes = await Promise.all([1, 2, 3].map((index) => create({ email: `grace${index}@example.test` })));
    expect(outcomes.sort()).toEqual(['ACTIVE', 'ALREADY_EXISTS', 'ALREADY_EXISTS']);
  });

  it('invites by mail whoever is to choose the password', async () => {
    expect(await create({ another: true, password: null })).toBe('INVITED');
    expect(mails).toEqual(['grace@example.test']);
  });

  it.each([
    ['no address', { email: 'grace' }],
    ['no name', { name: ' ' }],
    ['a short password', { password: 'short' }],
    ['a password that leaked', { password: 'Password1' }],
  ])('refuses %s', async (_what, changes) => {
    expect(await create({ another: true, ...changes })).toBe('INVALID_INPUT');
  });

  it('refuses an address that somebody has', async () => {
    expect(await create({ another: true, email: 'ALFKI@customers.northwind.test' })).toBe('ALREADY_EXISTS');
  });
});

describe('readPassword', () => {
  const from = (piped: string) => readPassword(Readable.from([piped]) as unknown as Parameters<typeof readPassword>[0], new Writable()); // a pipe is no terminal

  it('takes the first line of a pipe', async () => {
    expect([await from('a b\r\nc\n'), await from('no end of line')]).toEqual(['a b', 'no end of line']);
  });

  it('refuses an empty one', async () => {
    await expect(from('\n')).rejects.toThrow('no password came by standard input');
  });
});
