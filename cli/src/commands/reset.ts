// --reset: deletes all data, after asking.
import { createInterface } from 'node:readline/promises';
import { CommandError } from '../command-error.ts';
import type { Config } from '../config.ts';
import { resetDatabases } from '../platform/databases.ts';
import type { Steps } from '../platform/steps.ts';

/** @throws {CommandError} when nobody said yes. */
export async function confirmReset(config: Config, args: readonly string[], steps: Steps): Promise<void> {
  const yes = args.includes('--yes');
  const external = config.databaseUrl !== null || Object.keys(config.databaseUrls).length > 0;
  if (external && !yes) throw new CommandError('--reset would delete databases on a server that you named. Add --yes if you mean it.', 2);
  if (!yes && process.stdin.isTTY) {
    const question = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await question.question(`Delete all data in ${config.dataDir}? (yes/no) `);
    question.close();
    if (answer.trim().toLowerCase() !== 'yes') throw new CommandError('Nothing was deleted.', 2);
  }
  await steps.run('Delete all data', () => resetDatabases(config));
}
