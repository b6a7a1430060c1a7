// Installs what is measured, and the load tool where wrk is missing, from the registry: the versions of the lockfiles beside the programs.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type PeerId, peers, peersDir } from './peers.ts';

const run = promisify(execFile);
const timeoutMs = 10 * 60_000;

/** Installs what is not installed yet, scripts of packages switched off. @throws {Error} with npm's words. */
export async function install(ids: readonly PeerId[], withAutocannon: boolean): Promise<void> {
  const folders = new Set(ids.flatMap((id) => peers[id].folder ?? []));
  if (withAutocannon) folders.add('autocannon');
  for (const folder of folders) {
    const cwd = join(peersDir, folder);
    if (isInstalled(cwd)) continue;
    process.stderr.write(`Installing ${Object.keys(dependenciesOf(cwd)).join(', ')} ...\n`);
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd, timeout: timeoutMs });
  }
}

/** Installed, and from this lockfile. */
function isInstalled(cwd: string): boolean {
  return Object.entries(dependenciesOf(cwd)).every(([name, version]) => versionOf(cwd, name) === version);
}

function dependenciesOf(cwd: string): Readonly<Record<string, string>> {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
  return dependencies;
}

function versionOf(cwd: string, name: string): string | null {
  const file = join(cwd, 'node_modules', name, 'package.json');
  if (!existsSync(file)) return null;
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version;
}

/** Name and version of all that the peers are made of. */
export function versions(ids: readonly PeerId[]): Readonly<Record<string, string>> {
  const folders = new Set(ids.flatMap((id) => peers[id].folder ?? []));
  return Object.assign({}, ...[...folders].map((folder) => dependenciesOf(join(peersDir, folder))));
}
