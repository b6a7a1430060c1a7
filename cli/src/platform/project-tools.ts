// Programs of the project that a command runs: its formatter, its package manager, and further commands.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CommandError } from '../command-error.ts';
import { root } from '../project.ts';

/** Formats and sorts imports as `npx pnpm format` does, where the project has its formatter. @throws {CommandError} with what it says */
export function format(paths: readonly string[]): void {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  if (!existsSync(biome)) return;
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, 'check', '--write', ...paths], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new CommandError(`What was to be written does not pass the project's lint:\n${stdout}${stderr}`, 3);
}

/** Links the packages of a new folder and writes them into the lockfile. Gives whether it did. */
export function installPackages(): boolean {
  // Without the project's own Node in front: it is one of the packages that are linked.
  const PATH = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((dir) => dir !== join(root, 'node_modules/.bin'))
    .join(delimiter);
  const args = ['--yes', 'pnpm', 'install', '--no-frozen-lockfile', '--prefer-offline'];
  return spawnSync('npx', args, { cwd: root, env: { ...process.env, PATH }, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

/** Runs another command of this program, which then sees the files as they are now. Gives whether it ended well. */
export function runOwnCommand(...args: readonly string[]): boolean {
  const [, program = ''] = process.argv;
  return spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}
