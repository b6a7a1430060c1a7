// Whom the trail names by pseudonym, each with a key of their own under the master key.
import { randomBytes } from 'node:crypto';
import { type AuditSubject, Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import { seal, unseal } from './seal.ts';

/** A subject as the trail knows it. The key is null once the person is erased. */
export interface KnownSubject {
  readonly subject: string;
  readonly pseudonym: string;
  readonly key: Buffer | null;
}

export interface AuditSubjects {
  /** By subject; those that the trail never met are left out. */
  find(subjects: readonly string[]): Promise<ReadonlyMap<string, KnownSubject>>;
  /** The same, and gives those that are new a pseudonym and a key. */
  of(subjects: readonly string[]): Promise<ReadonlyMap<string, KnownSubject>>;
  /** By pseudonym; unknown ones are left out. */
  named(pseudonyms: readonly string[]): Promise<ReadonlyMap<string, KnownSubject>>;
}

const keyBytes = 32;

export function createAuditSubjects(db: PrismaClient, masterKey: Uint8Array): AuditSubjects {
  const known = ({ subject, pseudonym, wrappedKey }: AuditSubject): KnownSubject => ({
    subject,
    pseudonym,
    key: wrappedKey === null ? null : Buffer.from(unseal(masterKey, subject, wrappedKey), 'base64'),
  });
  const find = async (subjects: readonly string[]) => {
    const rows = await db.auditSubject.findMany({ where: { subject: { in: [...subjects] } } });
    return new Map(rows.map((row) => [row.subject, known(row)]));
  };
  return {
    find,
    async of(subjects) {
      const found = await find(subjects);
      const missing = subjects.filter((subject) => !found.has(subject));
      if (missing.length === 0) return found;
      // Of two processes that meet somebody new, the first one's key counts.
      const data = missing.map((subject) => ({ subject, wrappedKey: seal(masterKey, subject, randomBytes(keyBytes).toString('base64')) }));
      await db.auditSubject.createMany({ data, skipDuplicates: true });
      return find(subjects);
    },
    async named(pseudonyms) {
      const found = await db.auditSubject.findMany({ where: { pseudonym: { in: [...pseudonyms] } } });
      return new Map(found.map((row) => [row.pseudonym, known(row)]));
    },
  };
}

/** Destroys a subject's key. The pseudonym stays, so that entries on their way get no new key and the trail stays whole. */
export async function destroyKey(transaction: Prisma.TransactionClient, subject: string): Promise<void> {
  await transaction.$executeRaw(Prisma.sql`
    INSERT INTO "AuditSubject" ("subject", "wrappedKey") VALUES (${subject}, NULL) ON CONFLICT ("subject") DO UPDATE SET "wrappedKey" = NULL`);
}
