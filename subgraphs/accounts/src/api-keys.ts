// Business rules of keys: made by their owner, never above the owner, stored as a hash.
import { randomBytes } from 'node:crypto';
import { apiKeyText, hasScope, isRole, type Role, type Scope, scopesOfRole } from '@tributary/auth-kit';
import { done, numberOf, type Outcome, parseInput, refused, userError } from '@tributary/subgraph-kit';
import { z } from 'zod';
import type { Context } from './context.ts';
import { type ApiKey, Prisma, type PrismaClient, type User } from './generated/prisma/client.ts';
import { revoke } from './revocations.ts';
import { hashOf, newSecret } from './secrets.ts';

const maxRate = 600;
const maxAdminRate = 60_000;
const maxRateOf = (role: Role): number => (role === 'ADMIN' ? maxAdminRate : maxRate);

const createApiKeyInput = z.object({
  name: z.string().trim().min(1, 'Give the key a name.').max(100, 'A name has at most 100 characters.'),
  scopes: z.array(z.string()).max(50, 'There are not that many scopes.'),
  requestsPerMinute: z.int().nullish(),
  expiresAt: z.date().nullish(),
});

/** Makes a key for the caller. The secret is in the answer and nowhere else. */
export async function createApiKey({ db, principal }: Context, input: unknown): Promise<Outcome<{ apiKey: ApiKey; secret: string }>> {
  const parsed = parseInput(createApiKeyInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { name, expiresAt = null } = parsed.value;
  const wanted = [...new Set(parsed.value.scopes)];
  if (principal.kind !== 'user') return refused(userError('NOT_ALLOWED'));
  const excess = wanted.findIndex((scope) => scope === 'account:manage' || !hasScope(principal, scope));
  if (excess >= 0)
    return refused(userError('SCOPE_NOT_ALLOWED', undefined, ['scopes', String(parsed.value.scopes.indexOf(wanted[excess] ?? ''))]));
  const limit = maxRateOf(principal.role);
  const requestsPerMinute = parsed.value.requestsPerMinute ?? maxRate;
  if (requestsPerMinute < 1 || requestsPerMinute > limit) {
    return refused(
      userError('INVALID_INPUT', `A key may make 1 to ${limit.toLocaleString('en')} requests a minute.`, ['requestsPerMinute']),
    );
  }
  if (expiresAt !== null && expiresAt <= new Date())
    return refused(userError('INVALID_INPUT', 'A key must end in the future.', ['expiresAt']));
  const { prefix, text: secret } = apiKeyText(randomBytes(4).toString('hex'), newSecret());
  const apiKey = await db.apiKey.create({
    data: { userId: numberOf(principal.userId), name, prefix, hash: hashOf(secret), scopes: wanted, requestsPerMinute, expiresAt },
  });
  return done({ apiKey, secret });
}

/** Ends a key of the caller, or for holders of users:write anyone's; ending it twice changes nothing. */
export async function revokeApiKey({ db, principal, announce }: Context, id: string): Promise<Outcome<ApiKey>> {
  if (principal.kind !== 'user') return refused(userError('NOT_ALLOWED'));
  const anyones = hasScope(principal, 'users:write');
  const key = await db.apiKey.findFirst({ where: { id: numberOf(id), ...(!anyones && { userId: numberOf(principal.userId) }) } });
  if (key === null) return refused(userError('NOT_FOUND', undefined, ['id']));
  if (key.revokedAt !== null) return done(key);
  const now = new Date();
  const { apiKey, revocations } = await db.$transaction(async (transaction) => ({
    apiKey: await transaction.apiKey.update({ where: { id: key.id }, data: { revokedAt: now } }),
    revocations: await revoke(transaction, 'API_KEY', [String(key.id)], now),
  }));
  for (const revocation of revocations) announce(revocation);
  return done(apiKey);
}

/** Whom a key acts for now; null when it is not good. Its scopes and its rate are cut to what the owner's role has now. */
export async function principalOfApiKey(db: PrismaClient, secretHash: string) {
  const key = await db.apiKey.findUnique({ where: { hash: secretHash }, include: { user: true } });
  if (key === null || key.revokedAt !== null || key.user.status !== 'ACTIVE') return null;
  if (key.expiresAt !== null && key.expiresAt <= new Date()) return null;
  const { user } = key;
  return {
    userId: String(user.id),
    role: user.role,
    scopes: effectiveScopes(key.scopes, user),
    customerId: user.customerId,
    employeeId: user.employeeId === null ? null : String(user.employeeId),
    apiKeyId: String(key.id),
    requestsPerMinute: Math.min(key.requestsPerMinute, maxRateOf(user.role)),
    expiresAt: key.expiresAt,
  };
}

function effectiveScopes(scopes: readonly string[], { role }: User): Scope[] {
  const held = isRole(role) ? scopesOfRole(role) : [];
  return held.filter((scope) => scope !== 'account:manage' && scopes.includes(scope));
}

interface Usage {
  readonly apiKeyId: string;
  readonly day: Date;
  readonly requests: number;
  readonly rejected: number;
}

/** Adds what the gateway counted, in two statements however many keys there are; keys that do not exist are left out. */
export async function recordUsage(db: PrismaClient, entries: readonly Usage[]): Promise<void> {
  const ids = entries.map(({ apiKeyId }) => numberOf(apiKeyId));
  const days = entries.map(({ day }) => day.toISOString().slice(0, 10));
  const [requests, rejected] = [entries.map((entry) => entry.requests), entries.map((entry) => entry.rejected)];
  await db.$transaction([
    // In the order of the keys: two gateways that count the same keys wait for each other instead of locking each other out.
    db.$executeRaw(Prisma.sql`
      INSERT INTO "ApiKeyUsage" AS usage ("apiKeyId", "day", "requests", "rejected")
      SELECT key."id", entry.day, sum(entry.requests)::int, sum(entry.rejected)::int
      FROM unnest(${ids}::int4[], ${days}::text[]::date[], ${requests}::int4[], ${rejected}::int4[]) AS entry(id, day, requests, rejected)
      JOIN "ApiKey" key ON key."id" = entry.id GROUP BY key."id", entry.day ORDER BY key."id", entry.day
      ON CONFLICT ("apiKeyId", "day") DO UPDATE SET "requests" = usage."requests" + excluded."requests", "rejected" = usage."rejected" + excluded."rejected"`),
    db.apiKey.updateMany({ where: { id: { in: ids } }, data: { lastUsedAt: new Date() } }),
  ]);
}
