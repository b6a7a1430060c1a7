// audit-trail: the retention of the audit trail, for a timer.
import { urlOfDatabase } from '@tributary/database-kit';
import { CommandError } from '../command-error.ts';
import { loadConfig } from '../config.ts';
import { pruneAuditTrail } from '../platform/databases.ts';

export async function run(args: readonly string[]): Promise<number> {
  if (args.length !== 1 || args[0] !== 'prune') throw new CommandError('audit-trail has one subcommand: prune.', 2);
  const config = loadConfig();
  const ownerUrl = config.databaseUrls.accounts ?? (config.databaseUrl === null ? null : urlOfDatabase(config.databaseUrl, 'accounts'));
  if (ownerUrl === null)
    throw new CommandError('Set DATABASE_URL or ACCOUNTS_DATABASE_URL; with the bundled server, start prunes by itself.', 2);
  const dropped = await pruneAuditTrail(config, ownerUrl);
  process.stdout.write(dropped.length === 0 ? 'Nothing is older than what is kept.\n' : `Dropped ${dropped.join(', ')}.\n`);
  return 0;
}
