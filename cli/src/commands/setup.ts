// setup: what services need before they start elsewhere than here: keys, databases on a server of yours, a supergraph.
import { join } from 'node:path';
import { CommandError } from '../command-error.ts';
import { loadConfig } from '../config.ts';
import { emptyDatabases, prepareDatabases, pruneAuditTrail, seedDatabases, serviceUrlsOf } from '../platform/databases.ts';
import { ensureKeys } from '../platform/keys.ts';
import { createSteps } from '../platform/steps.ts';
import { writeSupergraph } from '../platform/supergraph.ts';
import { subgraphNames } from '../project.ts';

export async function run(): Promise<number> {
  const config = loadConfig();
  const allGiven = subgraphNames.every((name) => config.databaseUrls[name] !== undefined);
  if (config.databaseUrl === null && !allGiven) throw new CommandError('setup prepares a PostgreSQL server of yours: set DATABASE_URL.', 2);
  const steps = createSteps();
  const keys = await steps.run('Keys', async () => ensureKeys(config.dataDir));
  const urls = await steps.run('Databases', () => prepareDatabases(config, config.databaseUrl));
  const empty = await emptyDatabases(urls);
  if (empty.length > 0) await steps.run('Load the first data', (progress) => seedDatabases(config, urls, empty, 1, progress));
  await steps.run('Roles and retention', async () => {
    await pruneAuditTrail(config, urls.accounts);
    await serviceUrlsOf(config, urls, keys.rolePassword);
  });
  await steps.run('Compose the supergraph', () => writeSupergraph(join(config.dataDir, 'supergraph.graphql')));
  return 0;
}
