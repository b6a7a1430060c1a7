// What the tests of accounts share: one subgraph per file, questions in a line, and ways to move time.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sqltag as sql } from '@prisma/client/runtime/client';
import { type Principal, type Role, scopesOfRole } from '@tributary/auth-kit';
import { testSubgraph } from '@tributary/test-kit';
import { afterAll, beforeAll } from 'vitest';

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string };
  }[];
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

type Subgraph = Awaited<ReturnType<typeof testSubgraph>>;
type Caller = Parameters<Subgraph['execute']>[0]['as'];

/** Starts accounts on a database of its own for the tests of one file. */
export function useAccounts() {
  let subgraph: Subgraph | null = null;
  const running = (): Subgraph => {
    if (subgraph === null) throw new Error('The subgraph runs only while tests do.');
    return subgraph;
  };
  beforeAll(async () => {
    subgraph = await testSubgraph('accounts');
  });
  afterAll(() => subgraph?.stop());

  const ask = async (document: string, as: Caller = 'anonymous', variables: Record<string, unknown> = {}): Promise<Answer> =>
    running().execute({ document, variables, as });
  return {
    ask,
    /** The code of the first error, or of the first of `userErrors` in the only root field, or null. */
    async codeOf(document: string, as: Caller = 'anonymous', variables: Record<string, unknown> = {}): Promise<string | null> {
      const { data, errors } = await ask(document, as, variables);
      const payload = Object.values(data ?? {})[0] as { userErrors?: { code: string }[] } | null;
      return errors?.[0]?.extensions.code ?? payload?.userErrors?.[0]?.code ?? null;
    },
    /** SQL statements of a question. */
    async statementsOf(document: string, as: Caller, variables: Record<string, unknown> = {}): Promise<number> {
      const { errors } = await ask(document, as, variables);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return running().statements();
    },
    async signIn(email: string, password = 'tributary'): Promise<Tokens> {
      const { data } = await ask(
        'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken refreshToken } userErrors { code } } }',
        'anonymous',
        {
          input: { email, password },
        },
      );
      const payload = data?.['signIn'] as { tokens: Tokens | null; userErrors: unknown };
      if (payload.tokens === null) throw new Error(JSON.stringify(payload.userErrors));
      return payload.tokens;
    },
    /** Moves a column of some rows into the past, as if the seconds had passed. */
    async age(
      table: 'RefreshToken' | 'OneTimeToken' | 'Session' | 'ApiKey',
      column: 'spentAt' | 'expiresAt',
      seconds: number,
    ): Promise<void> {
      const { client } = running().service.database;
      const passed = sql`now() - ${seconds}::int * interval '1 second'`;
      if (table === 'RefreshToken')
        await client.$executeRaw(sql`UPDATE "RefreshToken" SET "spentAt" = ${passed} WHERE "spentAt" IS NOT NULL`);
      else if (column !== 'expiresAt') throw new Error(`${table} has no ${column}.`);
      else if (table === 'OneTimeToken') await client.$executeRaw(sql`UPDATE "OneTimeToken" SET "expiresAt" = ${passed}`);
      else if (table === 'Session') await client.$executeRaw(sql`UPDATE "Session" SET "expiresAt" = ${passed}`);
      else await client.$executeRaw(sql`UPDATE "ApiKey" SET "expiresAt" = ${passed}`);
    },
    /** What the gateway must refuse, the newest last. */
    async revocations(): Promise<{ kind: string; id: string }[]> {
      const { data } = await ask('{ internalRevocations { entries { kind id } } }', 'gateway');
      return (data?.['internalRevocations'] as { entries: { kind: string; id: string }[] }).entries;
    },
    /** Waits for the mail to an address and gives its token; mails are sent beside the answer. */
    async tokenMailedTo(address: string): Promise<string> {
      const { mailDir } = running().config;
      for (let attempt = 0; attempt < 100; attempt += 1) {
        const files = (await readdir(mailDir).catch(() => [])).filter((name) => /^[^.].*\.eml$/.test(name)).sort();
        const texts = await Promise.all(files.map((name) => readFile(join(mailDir, name), 'utf8')));
        const token = texts
          .filter((text) => text.includes(`To: ${address}\r\n`))
          .at(-1)
          ?.match(/^[\w-]{43}$/m)?.[0];
        if (token !== undefined) return token;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`No mail to ${address} arrived.`);
    },
    service: () => running().service,
  };
}

/** A person with a session, as the gateway would tell of them. */
export function person(userId: number, role: Role, more: Partial<Extract<Principal, { kind: 'user' }>> = {}): Principal {
  return {
    kind: 'user',
    userId: String(userId),
    role,
    scopes: scopesOfRole(role),
    customerId: null,
    employeeId: null,
    sessionId: 'another',
    apiKeyId: null,
    ...more,
  };
}

/** The claims of an access token. */
export function claimsOf({ accessToken }: Tokens): Record<string, unknown> {
  return JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

/** Numbers that differ from run to run, such as times and random ids, made comparable. */
export const anything = { instant: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, secret: /^[\w-]{43}$/, uuid: /^[0-9a-f-]{36}$/ };
