// Business rules of OAuth clients: registered by an administrator, never above whoever did it, secrets stored as a hash.
import { randomUUID } from 'node:crypto';
import { hasScope, isRole, type Principal, type Scope, scopesOfRole } from '@tributary/auth-kit';
import { done, numberOf, type Outcome, parseInput, recordAudit, refused, type UserError, userError } from '@tributary/subgraph-kit';
import { z } from 'zod';
import type { Context } from './context.ts';
import { type OAuthClient, type OAuthClientKind, Prisma, type Revocation, type User } from './generated/prisma/client.ts';
import { redirectUriProblem } from './redirect-uris.ts';
import { revoke } from './revocations.ts';
import { hashOf, newSecret } from './secrets.ts';
import { endSessions } from './sessions.ts';

type Transaction = Prisma.TransactionClient;

const name = z.string().trim().min(1, 'Give the client a name.').max(100, 'A name has at most 100 characters.');
const uris = z.array(z.string()).max(20, 'A client has at most 20 addresses.');
const scopes = z.array(z.string()).max(50, 'There are not that many scopes.');
const createInput = z.object({
  kind: z.enum(['WEB_APP', 'SERVICE', 'NATIVE_APP']),
  name,
  redirectUris: uris.nullish().transform((given) => given ?? []),
  postLogoutRedirectUris: uris.nullish().transform((given) => given ?? []),
  scopes,
  customerId: z.string().nullish(),
  firstParty: z
    .boolean()
    .nullish()
    .transform((given) => given ?? false),
});
const updateInput = z.object({
  id: z.string(),
  expectedVersion: z.int().nullish(),
  name: name.nullish(),
  redirectUris: uris.nullish(),
  postLogoutRedirectUris: uris.nullish(),
  scopes: scopes.nullish(),
  firstParty: z.boolean().nullish(),
});

export interface WithSecret {
  readonly oauthClient: OAuthClient;
  readonly secret: string | null;
}

/** Registers a client. The secret is in the answer and nowhere else. */
export async function createOAuthClient(context: Context, input: unknown): Promise<Outcome<WithSecret>> {
  const { db, principal } = context;
  const parsed = parseInput(createInput, input);
  if (parsed.kind === 'refused') return parsed;
  if (principal.kind !== 'user') return refused(userError('NOT_ALLOWED'));
  const { customerId = null, ...given } = parsed.value;
  const problems = problemsOf(given.kind, given, principal);
  if (given.kind !== 'SERVICE' && given.redirectUris.length === 0)
    problems.push(userError('REQUIRED', 'Say where people are sent back to.', ['redirectUris']));
  if (customerId !== null && given.kind !== 'SERVICE')
    problems.push(userError('INVALID_INPUT', 'Only a SERVICE acts for a company by itself.', ['customerId']));
  if (customerId !== null && (await db.customer.count({ where: { id: customerId } })) === 0)
    problems.push(userError('NOT_FOUND', 'There is no such company.', ['customerId']));
  if (problems.length > 0) return refused(...problems);
  const secret = given.kind === 'SERVICE' ? newClientSecret() : null;
  const data = { ...given, scopes: [...new Set(given.scopes)], customerId, ownerId: numberOf(principal.userId) };
  return db.$transaction(async (transaction) => {
    const oauthClient = await transaction.oAuthClient.create({
      data: { id: randomUUID(), ...data, secretHash: secret === null ? null : hashOf(secret) },
    });
    await recordAudit(transaction, context, { action: 'oauthClient.create', ...entryOf(oauthClient), after: oauthClient });
    return done({ oauthClient, secret });
  });
}

/** Changes a client. Tokens that it has are refused from now on: what it was allowed is in them. */
export async function updateOAuthClient(context: Context, input: unknown): Promise<Outcome<OAuthClient>> {
  const parsed = parseInput(updateInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { id, expectedVersion, ...given } = parsed.value;
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value != null)) as Given; // only what is given
  return changeClient(context, id, async (transaction, client) => {
    if (expectedVersion != null && expectedVersion !== client.version)
      return refused(userError('CONFLICT', `The client has version ${client.version} by now.`, ['expectedVersion']));
    const problems = problemsOf(client.kind, changes, context.principal);
    if (client.kind !== 'SERVICE' && changes.redirectUris?.length === 0)
      problems.push(userError('REQUIRED', 'Say where people are sent back to.', ['redirectUris']));
    if (problems.length > 0) return refused(...problems);
    const data = { ...changes, ...(changes.scopes && { scopes: [...new Set(changes.scopes)] }), version: { increment: 1 } };
    const oauthClient = await transaction.oAuthClient.update({ where: { id }, data });
    await recordAudit(transaction, context, { action: 'oauthClient.update', ...entryOf(client), before: client, after: oauthClient });
    return done({ value: oauthClient, revocations: await revoke(transaction, 'CLIENT', [id], new Date()) });
  });
}

/** Gives a service another secret; the old one stops at once, and so does what it got. */
export async function rotateOAuthClientSecret(context: Context, id: string): Promise<Outcome<WithSecret>> {
  return changeClient(context, id, async (transaction, client) => {
    if (client.kind !== 'SERVICE') return refused(userError('NOT_ALLOWED', 'A client of this kind has no secret.', ['id']));
    const secret = newClientSecret();
    const data = { secretHash: hashOf(secret), version: { increment: 1 } };
    const oauthClient = await transaction.oAuthClient.update({ where: { id }, data });
    await recordAudit(transaction, context, { action: 'oauthClient.rotateSecret', ...entryOf(client), before: client, after: oauthClient });
    return done({ value: { oauthClient, secret }, revocations: await revoke(transaction, 'CLIENT', [id], new Date()) });
  });
}

/** Removes a client with the sessions that people have through it. */
export async function deleteOAuthClient(context: Context, id: string): Promise<Outcome<string>> {
  return changeClient(context, id, async (transaction, client) => {
    await recordAudit(transaction, context, { action: 'oauthClient.delete', ...entryOf(client), before: client });
    const ended = await endSessions(transaction, { grant: { clientId: id } });
    const own = await revoke(transaction, 'CLIENT', [id], new Date());
    await transaction.oAuthClient.delete({ where: { id } });
    return done({ value: id, revocations: [...ended, ...own] });
  });
}

/** What the audit trail calls a client. */
const entryOf = ({ id }: Pick<OAuthClient, 'id'>) => ({ object: { type: 'OAuthClient', id } });

/** What a client may get now: what was registered, cut to what its owner's role holds; nothing while the owner cannot sign in. */
export function scopesOfClient(client: Pick<OAuthClient, 'scopes'>, owner: Pick<User, 'role' | 'status'>): Scope[] {
  if (owner.status !== 'ACTIVE' || !isRole(owner.role)) return [];
  return scopesOfRole(owner.role).filter((scope) => scope !== 'account:manage' && client.scopes.includes(scope));
}

interface Changed<Value> {
  readonly value: Value;
  readonly revocations: readonly Revocation[];
}

async function changeClient<Value>(
  { db, announce }: Pick<Context, 'db' | 'announce'>,
  id: string,
  change: (transaction: Transaction, client: OAuthClient) => Promise<Outcome<Changed<Value>>>,
): Promise<Outcome<Value>> {
  const outcome = await db.$transaction(async (transaction): Promise<Outcome<Changed<Value>>> => {
    const [client] = await transaction.$queryRaw<OAuthClient[]>(Prisma.sql`SELECT * FROM "OAuthClient" WHERE "id" = ${id} FOR UPDATE`);
    return client === undefined ? refused(userError('NOT_FOUND', undefined, ['id'])) : change(transaction, client);
  });
  if (outcome.kind === 'refused') return outcome;
  for (const revocation of outcome.value.revocations) announce(revocation);
  return done(outcome.value.value);
}

interface Given {
  readonly name?: string;
  readonly redirectUris?: string[];
  readonly postLogoutRedirectUris?: string[];
  readonly scopes?: string[];
  readonly firstParty?: boolean;
}

function problemsOf(kind: OAuthClientKind, given: Given, principal: Principal): UserError[] {
  const problems: UserError[] = [];
  if (kind === 'NATIVE_APP' && given.firstParty === true)
    problems.push(userError('INVALID_INPUT', 'Anybody can pretend to be a native app: people are always asked.', ['firstParty']));
  for (const field of ['redirectUris', 'postLogoutRedirectUris'] as const) {
    given[field]?.forEach((uri, index) => {
      const problem = redirectUriProblem(kind, uri);
      if (problem !== null) problems.push(userError('INVALID_INPUT', problem, [field, String(index)]));
    });
  }
  given.scopes?.forEach((scope, index) => {
    const allowed = scope !== 'account:manage' && hasScope(principal, scope);
    if (!allowed) problems.push(userError('SCOPE_NOT_ALLOWED', undefined, ['scopes', String(index)]));
  });
  return problems;
}

/** The prefix tells scanners of leaked secrets whose it is. */
const newClientSecret = (): string => `trbs_${newSecret()}`;
