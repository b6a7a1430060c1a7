// The role that a service works under, which owns nothing: what it may do is said by a script that the owner runs.
import pg from 'pg';
import { DatabaseError } from './database-error.ts';

export interface ServiceRole {
  /** The database, as its owner reaches it. */
  readonly ownerUrl: string;
  readonly role: string;
  readonly password: string;
  /** SQL that grants; it can be run again. */
  readonly grants: string;
}

/** Makes the role where it is missing, runs the grants in one transaction, and gives the database's address for the role. @throws {DatabaseError} */
export async function applyServiceRole({ ownerUrl, role, password, grants }: ServiceRole): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await ensureRole(client, role, password);
    await client.query('BEGIN');
    // Two starts at once would change the same rows of the catalogue, which PostgreSQL answers with an error.
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [role]);
    await client.query(grants);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.href;
}

/** A role that somebody else has made, with a password that only they can set, is taken as it is. */
async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const exists = async () => (await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])).rowCount === 1;
  const rights = `ROLE ${client.escapeIdentifier(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS`;
  const statement = `${(await exists()) ? 'ALTER' : 'CREATE'} ${rights} PASSWORD ${client.escapeLiteral(password)}`;
  try {
    await client.query(statement);
  } catch (cause) {
    if (await exists()) return;
    const message = `The database has no role ${role}, and this user may not create it. Create it, with LOGIN and a password, or use a user with CREATEROLE.`;
    throw new DatabaseError(message, { cause });
  }
}
