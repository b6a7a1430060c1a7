// npx pnpm pack:all [FOLDER]: the packages of the platform as tarballs, as a registry would get them; tarballs/ unless a folder is named.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPackages } from './build-packages.ts';
import { run } from './run.ts';
import { packageDirs, stagePackages } from './stage-packages.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const destination = resolve(process.argv[2] ?? 'tarballs');
const staging = mkdtempSync(join(tmpdir(), 'tributary-pack-'));
try {
  const built = join(staging, 'built');
  const staged = join(staging, 'staged');
  const dirs = packageDirs(repository);
  await buildPackages(repository, built);
  stagePackages({ repository, built, staged, dirs });
  mkdirSync(destination, { recursive: true });
  // It writes the versions that `workspace:` and `catalog:` stand for, and puts publishConfig in its place.
  await run(process.env['npm_execpath'] ?? 'pnpm', ['--recursive', '--silent', 'pack', '--pack-destination', destination], staged);
  process.stdout.write(`Packed ${dirs.length} packages into ${destination}.\n`);
} finally {
  rmSync(staging, { recursive: true, force: true });
}
