// admin create: the first administrator. Accounts makes it, by its own rules; this finds the database.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { urlOfDatabase } from '@tributary/database-kit';
import { CommandError } from '../command-error.ts';
import { type Config, loadConfig } from '../config.ts';
import { startServer } from '../platform/databases.ts';
import { ensureKeys } from '../platform/keys.ts';
import { root } from '../project.ts';

const usage =
  'Usage: admin create --email ADDRESS --name NAME [--invite] [--another]; the password is asked for, or read from standard input';

export async function run(args: readonly string[]): Promise<number> {
  const flags = parsed(args);
  const config = loadConfig();
  // One that runs already is used and left running.
  const server = config.databaseUrls.accounts === undefined ? await startServer(config) : null;
  try {
    const url = config.databaseUrls.accounts ?? urlOfDatabase(config.databaseUrl ?? server?.url ?? '', 'accounts');
    return await runAccounts(config, url, flags);
  } finally {
    if (server?.adopted === false) await server.stop();
  }
}

/** What accounts is told, flag by flag. @throws {CommandError} */
function parsed(args: readonly string[]): readonly string[] {
  const options = {
    email: { type: 'string' },
    name: { type: 'string' },
    invite: { type: 'boolean', default: false },
    another: { type: 'boolean', default: false },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { email, name, invite, another } = values;
    if (positionals.join(' ') === 'create' && email !== undefined && name !== undefined)
      return [`--email=${email}`, `--name=${name}`, ...(invite ? ['--invite'] : []), ...(another ? ['--another'] : [])];
  } catch {
    // An unknown flag, perhaps --password: told below.
  }
  throw new CommandError(usage, 2);
}

function runAccounts(config: Config, url: string, flags: readonly string[]): Promise<number> {
  const keys = ensureKeys(config.dataDir);
  const env = {
    ...config.environment,
    ACCOUNTS_DATABASE_URL: url,
    SERVICE_KEYS_FILE: keys.serviceKeys('accounts'),
    TOKEN_KEYS_FILE: keys.tokenKeys,
    AUDIT_KEY_FILE: keys.auditKey,
    MAIL_DIR: config.environment['MAIL_DIR'] ?? join(config.dataDir, 'mail'),
    NODE_COMPILE_CACHE: join(config.dataDir, 'compile-cache'),
  };
  const program = join(root, 'subgraphs/accounts/src/create-admin-main.ts');
  const child = spawn(process.execPath, [program, ...flags], { cwd: root, env, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 3));
  });
}
