// seed: empty databases, filled with Northwind, multiplied.
import { CommandError } from '../command-error.ts';
import { loadConfig } from '../config.ts';
import { emptyDatabases, prepareDatabases, seedDatabases, startServer } from '../platform/databases.ts';
import { createSteps } from '../platform/steps.ts';
import { confirmReset } from './reset.ts';

const maxScale = 1_000;

export async function run(args: readonly string[]): Promise<number> {
  const scale = Number(args[args.indexOf('--scale') + 1]);
  if (!args.includes('--scale') || !Number.isInteger(scale) || scale < 1 || scale > maxScale) {
    throw new CommandError(`Say how many copies of the data: --scale N, 1 to ${maxScale}.`, 2);
  }
  const config = loadConfig();
  const steps = createSteps();
  if (args.includes('--reset')) await confirmReset(config, args, steps);
  const server = await startServer(config);
  try {
    const urls = await steps.run('Databases', () => prepareDatabases(config, server?.url ?? config.databaseUrl));
    const empty = await emptyDatabases(urls);
    if (empty.length === 0) throw new CommandError('Every database holds data. Add --reset to begin again.', 2);
    await steps.run(`Load Northwind, ${scale} times`, (progress) => seedDatabases(config, urls, empty, scale, progress));
  } finally {
    await server?.stop();
  }
  return 0;
}
