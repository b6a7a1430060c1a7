// Every batched read of the accounts service; one set per request.
import { createRowLoader } from '@tributary/subgraph-kit';
import DataLoader from 'dataloader';
import type { AuditSubjects, KnownSubject } from './audit/subjects.ts';
import type { ApiKey, ApiKeyUsage, Customer, Employee, PrismaClient, Session, Territory, User } from './generated/prisma/client.ts';
import type { ConsentModel } from './mappers.ts';

export type Loaders = ReturnType<typeof createLoaders>;

const dayMs = 24 * 60 * 60 * 1000;

export interface UsageKey {
  readonly apiKeyId: number;
  readonly days: number;
}

export function createLoaders(db: PrismaClient, auditSubjects: AuditSubjects) {
  return {
    auditSubjectByPseudonym: new DataLoader<string, KnownSubject | null>(async (pseudonyms) => {
      const known = await auditSubjects.named(pseudonyms);
      return pseudonyms.map((pseudonym) => known.get(pseudonym) ?? null);
    }),
    userById: createRowLoader<User, 'id'>(db, { table: 'User', key: 'id', type: 'int4' }),
    customerById: createRowLoader<Customer, 'id'>(db, { table: 'Customer', key: 'id', type: 'text' }),
    employeeById: createRowLoader<Employee, 'id'>(db, { table: 'Employee', key: 'id', type: 'int4' }),
    reportsByEmployeeId: groupsByKey<number | null, Employee>(
      (ids) => db.employee.findMany({ where: { reportsToId: { in: ids.filter((id) => id !== null) } }, orderBy: { id: 'asc' } }),
      ({ reportsToId }) => reportsToId,
    ),
    territoriesByEmployeeId: new DataLoader<number, Territory[]>(async (ids) => {
      const rows = await db.employeeTerritory.findMany({
        where: { employeeId: { in: [...ids] } },
        include: { territory: true },
        orderBy: { territoryId: 'asc' },
      });
      const groups = Map.groupBy(rows, ({ employeeId }) => employeeId);
      return ids.map((id) => (groups.get(id) ?? []).map(({ territory }) => territory));
    }),
    liveSessionsByUserId: groupsByKey<number, Session>(
      (ids) =>
        db.session.findMany({
          where: { userId: { in: ids }, endedAt: null, expiresAt: { gt: new Date() } },
          orderBy: [{ lastUsedAt: 'desc' }, { id: 'asc' }],
        }),
      ({ userId }) => userId,
    ),
    consentsByUserId: groupsByKey<number, ConsentModel>(
      (ids) => db.consent.findMany({ where: { userId: { in: ids } }, include: { client: true }, orderBy: { givenAt: 'desc' } }),
      ({ userId }) => userId,
    ),
    apiKeysByUserId: groupsByKey<number, ApiKey>(
      (ids) => db.apiKey.findMany({ where: { userId: { in: ids } }, orderBy: { id: 'desc' } }),
      ({ userId }) => userId,
    ),
    /** The widest span is read for all keys, and cut for each. */
    usageByApiKeyId: new DataLoader<UsageKey, ApiKeyUsage[], string>(
      async (keys) => {
        const since = (days: number) => new Date(Math.floor(Date.now() / dayMs) * dayMs - (days - 1) * dayMs);
        const widest = Math.max(...keys.map(({ days }) => days));
        const rows = await db.apiKeyUsage.findMany({
          where: { apiKeyId: { in: keys.map(({ apiKeyId }) => apiKeyId) }, day: { gte: since(widest) } },
          orderBy: { day: 'desc' },
        });
        const groups = Map.groupBy(rows, ({ apiKeyId }) => apiKeyId);
        return keys.map(({ apiKeyId, days }) => (groups.get(apiKeyId) ?? []).filter(({ day }) => day >= since(days)));
      },
      { cacheKeyFn: ({ apiKeyId, days }) => `${apiKeyId} ${days}` },
    ),
  };
}

function groupsByKey<Key, Row>(find: (keys: Key[]) => Promise<Row[]>, keyOf: (row: Row) => Key): DataLoader<Key, Row[]> {
  return new DataLoader<Key, Row[]>(async (keys) => {
    const groups = Map.groupBy(await find([...keys]), keyOf);
    return keys.map((key) => groups.get(key) ?? []);
  });
}
