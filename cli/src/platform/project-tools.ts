// Programs of the project that a command runs: its formatter, its package manager, and further commands.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CommandError } from '../command-error.ts';
import { root } from '../project.ts';

/** Formats and sorts imports as `npx pnpm format` does, where the project has its formatter. @throws {CommandError} with what it says */
export function format(paths: readonly string[]): void {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  if (existsSync(biome)) runTool("The project's lint", process.execPath, [biome, 'check', '--write', ...paths]);
}

/** Links the packages of a new folder and writes them into the lockfile. @throws {CommandError} with what pnpm says */
export function installPackages(): void {
  // Without the project's own Node in front: it is one of the packages that are linked.
  const PATH = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((dir) => dir !== join(root, 'node_modules/.bin'))
    .join(delimiter);
  runTool('pnpm install', 'npx', ['--yes', 'pnpm', 'install', '--no-frozen-lockfile', '--prefer-offline'], { ...process.env, PATH });
}

/** Runs another command of this program, which then sees the files as they are now. @throws {CommandError} with what it says */
export function runOwnCommand(name: string): void {
  const [, program = ''] = process.argv;
  runTool(name, process.execPath, [program, name]);
}

/** What it prints is shown when it fails only. */
function runTool(title: string, program: string, args: readonly string[], env = process.env): void {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, env, encoding: 'utf8' });
  if (status === 0) return;
  throw new CommandError(`${title} failed:\n${error?.message ?? `${stdout}${stderr}`.trim()}`, 3, { cause: error });
}
