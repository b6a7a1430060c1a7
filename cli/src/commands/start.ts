// start: the whole system, until it is told to stop.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { loadConfig } from '../config.ts';
import { watchAncestors } from '../platform/ancestors.ts';
import { type Platform, startPlatform } from '../platform/platform.ts';
import { createSteps } from '../platform/steps.ts';
import { prismaDir } from '../project.ts';
import { confirmReset } from './reset.ts';

export async function run(args: readonly string[]): Promise<number> {
  const config = loadConfig();
  return runPlatform(config, args, () => () => undefined);
}

/** Starts the system, lets `whileRunning` begin its part, and stops both on Ctrl-C, SIGTERM, or the end of npx or pnpm. */
export async function runPlatform(
  config: Config,
  args: readonly string[],
  whileRunning: (platform: Platform) => () => void,
): Promise<number> {
  const startedAt = performance.now();
  const steps = createSteps();
  if (args.includes('--reset')) await confirmReset(config, args, steps);
  const told = stopSignal();
  const platform = await startPlatform(config, steps, (line) => void process.stdout.write(`${line}\n`));
  process.stdout.write(greeting(config, platform.url, performance.now() - startedAt));
  const end = whileRunning(platform);
  process.send?.({ kind: 'ready', url: `${platform.url}/graphql` });
  const reason = await told;
  end();
  process.stdout.write(`\nStopping (${reason}) ...\n`);
  await platform.stop();
  process.stdout.write('Stopped.\n');
  if (process.connected) process.disconnect();
  return 0;
}

function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve('Ctrl-C'));
    process.on('SIGTERM', () => resolve('SIGTERM'));
    process.on('SIGHUP', () => resolve('the terminal is gone'));
    process.on('disconnect', () => resolve('the parent is gone'));
    watchAncestors(() => resolve('npx or pnpm is gone'));
  });
}

/** Some of those that the seed of accounts makes, as it says beside it. */
function sampleSignIns(): readonly { readonly email: string; readonly who: string }[] {
  return JSON.parse(readFileSync(join(prismaDir('accounts'), 'sign-ins.json'), 'utf8'));
}

function greeting(config: Config, url: string, durationMs: number): string {
  const redis = config.redisUrl === null ? 'none: PostgreSQL carries what must cross processes' : 'used';
  const signIns =
    config.devPassword === null
      ? ['  Sign-ins   none in production']
      : [
          ...sampleSignIns().map(({ email, who }, index) => `  ${(index === 0 ? 'Sign-ins' : '').padEnd(11)}${email.padEnd(33)}${who}`),
          `             password of all: ${config.devPassword === 'tributary' ? 'tributary' : 'your DEV_PASSWORD'}`,
        ];
  return [
    '',
    `Tributary is running (${(durationMs / 1000).toFixed(1)} s).`,
    '',
    `  GraphQL    ${url}/graphql`,
    `  IDE        ${url}/ide`,
    ...signIns,
    `  Data       ${config.dataDir} (logs, mail and keys too)`,
    `  Redis      ${redis}`,
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}
