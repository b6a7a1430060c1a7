// Business rules of companies.
import { hasScope } from '@tributary/auth-kit';
import { done, type Outcome, parseInput, recordAudit, refused, userError } from '@tributary/subgraph-kit';
import { z } from 'zod';
import type { Context } from './context.ts';
import { type Customer, Prisma } from './generated/prisma/client.ts';
import { seesCustomer } from './visibility.ts';

const text = z.string().trim().max(200, 'This has at most 200 characters.').nullish();
const companyName = z.string().trim().min(1, 'Give the company a name.').max(200, 'A name has at most 200 characters.');
const address = z.object({ line1: text, city: text, region: text, postalCode: text, country: text }).nullish();
const details = { contactName: text, contactTitle: text, address, phone: text, fax: text };
const id = z.string().regex(/^[A-Z]{5}$/, 'A customer code has five capital letters.');

const createCustomerInput = z.object({ id: id.nullish(), companyName, ...details });
const updateCustomerInput = z.object({ id: z.string(), expectedVersion: z.int().nullish(), companyName: z.string().nullish(), ...details });

/** Adds a company; its code is made from its name when none is given. */
export async function createCustomer(context: Context, input: unknown): Promise<Outcome<Customer>> {
  const parsed = parseInput(createCustomerInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { id: given, companyName: name, ...rest } = parsed.value;
  const data = { companyName: name, ...changesOf(rest) };
  return context.db.$transaction(async (transaction) => {
    for (const code of given == null ? codesFor(name) : [given]) {
      const [created] = await transaction.customer.createManyAndReturn({ data: { id: code, ...data }, skipDuplicates: true });
      if (created === undefined) continue;
      await recordAudit(transaction, context, { action: 'customer.create', ...entryOf(created), after: created });
      return done(created);
    }
    return refused(userError('ALREADY_EXISTS', 'There is a company with this code.', ['id']));
  });
}

/** Changes a company: staff everything, its own users the contact details. */
export async function updateCustomer(context: Context, input: unknown): Promise<Outcome<Customer>> {
  const { db, principal } = context;
  const parsed = parseInput(updateCustomerInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { id: customerId, expectedVersion, companyName: name, ...rest } = parsed.value;
  if (!seesCustomer(principal, { id: customerId })) return refused(userError('NOT_FOUND', undefined, ['id']));
  const all = hasScope(principal, 'customers:write');
  const own = principal.kind === 'user' && principal.role === 'CUSTOMER' && principal.customerId === customerId;
  if (!all && !own) return refused(userError('NOT_ALLOWED', undefined, ['id']));
  if (!all && name !== undefined) return refused(userError('NOT_ALLOWED', 'Ask us to change the name of your company.', ['companyName']));
  const named = name === undefined ? null : companyName.safeParse(name ?? '');
  if (named?.success === false) {
    const code = (name ?? '').trim() === '' ? 'REQUIRED' : 'INVALID_INPUT';
    return refused(userError(code, 'A company needs a name of at most 200 characters.', ['companyName']));
  }
  return db.$transaction(async (transaction) => {
    const [customer] = await transaction.$queryRaw<Customer[]>(Prisma.sql`SELECT * FROM "Customer" WHERE "id" = ${customerId} FOR UPDATE`);
    if (customer === undefined) return refused(userError('NOT_FOUND', undefined, ['id']));
    if (expectedVersion != null && customer.version !== expectedVersion) {
      return refused(userError('CONFLICT', `The company has version ${customer.version} by now.`, ['expectedVersion']));
    }
    const data = { ...(named !== null && { companyName: named.data }), ...changesOf(rest) };
    if (Object.keys(data).length === 0) return done(customer);
    const changed = await transaction.customer.update({ where: { id: customerId }, data: { ...data, version: { increment: 1 } } });
    await recordAudit(transaction, context, { action: 'customer.update', ...entryOf(customer), before: customer, after: changed });
    return done(changed);
  });
}

/** What the audit trail calls a company; whom to speak to there is under its key. */
const entryOf = ({ id: code }: Customer) => ({ object: { type: 'Customer', id: code }, about: `customer:${code}` });

type Details = Partial<
  Record<'contactName' | 'contactTitle' | 'phone' | 'fax' | 'line1' | 'city' | 'region' | 'postalCode' | 'country', string | null>
>;

/** Only what the input says: an absent field stays, null clears; a null address clears all of it. */
function changesOf({ address: place, ...rest }: z.output<z.ZodObject<typeof details>>): Details {
  const cleared = { line1: null, city: null, region: null, postalCode: null, country: null };
  const all = { ...rest, ...(place === null ? cleared : place) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Codes from the letters of a name: its first five, then with another last letters. */
function* codesFor(name: string): Generator<string> {
  const letters = name
    .normalize('NFKD')
    .toUpperCase()
    .replaceAll(/[^A-Z]/g, '')
    .padEnd(5, 'X')
    .slice(0, 5);
  yield letters;
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  for (const fourth of [letters.charAt(3), ...alphabet]) {
    for (const fifth of alphabet) yield letters.slice(0, 3) + fourth + fifth;
  }
}
