// How often a password may be tried: counted where it is checked, in the database, so that no way of asking gets around it.
import { Prisma, type PrismaClient } from './generated/prisma/client.ts';
import { hashOf } from './secrets.ts';

/** Whose password is tried, known or not, and from where. */
export interface Tried {
  readonly email: string;
  /** A device or session of the account itself, which has tries of its own; null: one of all the others, who share theirs. */
  readonly device: string | null;
}

const maxTries = 10;
const windowSql = Prisma.sql`interval '15 minutes'`;

/**
 * Runs a check if the account has a try left from there: ten in any 15 minutes. A try counts from before its check, so that many at a time
 * are no more; what was no wrong guess is taken off again: a check that fits, or fails.
 */
export async function tryPassword(db: PrismaClient, tried: Tried, check: () => Promise<boolean>): Promise<'fits' | 'wrong' | 'refused'> {
  const key = { account: hashOf(tried.email), device: tried.device ?? '' };
  const triedAt = await countTry(db, key);
  if (triedAt === null) return 'refused';
  let wrong = false;
  try {
    wrong = !(await check());
  } finally {
    if (!wrong) await takeBack(db, key, triedAt);
  }
  return wrong ? 'wrong' : 'fits';
}

interface Key {
  readonly account: string;
  readonly device: string;
}

/** Counts a try and gives its time, in the database's own words; null when there is none left. One statement: the row's lock orders all tries. */
async function countTry(db: PrismaClient, { account, device }: Key): Promise<string | null> {
  const young = Prisma.sql`SELECT t FROM unnest(known."tries") t WHERE t > clock_timestamp() - ${windowSql}`;
  const [counted] = await db.$queryRaw<{ triedAt: string }[]>(Prisma.sql`
    INSERT INTO "PasswordTries" AS known ("account", "device", "tries", "expiresAt")
    VALUES (${account}, ${device}, ARRAY[clock_timestamp()], now() + ${windowSql})
    ON CONFLICT ("account", "device") DO UPDATE
      SET "tries" = ARRAY(${young} ORDER BY t) || clock_timestamp(), "expiresAt" = excluded."expiresAt"
      WHERE (SELECT count(*) FROM (${young}) y) < ${maxTries}
    RETURNING "tries"[cardinality("tries")]::text AS "triedAt"`);
  return counted?.triedAt ?? null;
}

async function takeBack(db: PrismaClient, { account, device }: Key, triedAt: string): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    UPDATE "PasswordTries" SET "tries" = array_remove("tries", ${triedAt}::timestamptz)
    WHERE "account" = ${account} AND "device" = ${device}`);
}
