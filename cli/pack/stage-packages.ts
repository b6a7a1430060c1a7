// A workspace of nothing but what is packed: each package as its package.json says, with dist/ in the place of src/.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { copyExample } from '../src/init/copy-example.ts';

interface Staging {
  readonly repository: string;
  /** Where the compiler has written. */
  readonly built: string;
  /** Where the workspace is made. */
  readonly staged: string;
  readonly dirs: readonly string[];
}

/** The packages of the platform; subgraphs, seeds and tests are the example. */
export function packageDirs(repository: string): readonly string[] {
  return ['cli', 'gateway', ...readdirSync(join(repository, 'packages')).map((name) => `packages/${name}`)];
}

export function stagePackages({ repository, built, staged, dirs }: Staging): void {
  mkdirSync(staged, { recursive: true });
  cpSync(join(repository, 'LICENSE'), join(staged, 'LICENSE'));
  const workspace = readFileSync(join(repository, 'pnpm-workspace.yaml'), 'utf8');
  // The catalog is that of the repository; of its other settings packing needs none.
  const [catalog = ''] = /^catalog:\n(?: .*\n)+/m.exec(workspace) ?? [];
  writeFileSync(join(staged, 'pnpm-workspace.yaml'), `packages: ${JSON.stringify(dirs)}\n${catalog}`);
  writeFileSync(join(staged, 'package.json'), '{ "private": true }\n');
  for (const dir of dirs) stagePackage(join(repository, dir), join(built, dir, 'src'), join(staged, dir));
  copyExample(repository, join(staged, 'cli/example'));
  cpSync(join(repository, 'data/northwind'), join(staged, 'packages/northwind/data'), { recursive: true });
}

function stagePackage(source: string, compiled: string, target: string): void {
  const { files } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { files: readonly string[] }; // every package of ours says it
  mkdirSync(target, { recursive: true });
  for (const file of ['package.json', 'README.md', ...files])
    if (existsSync(join(source, file))) cpSync(join(source, file), join(target, file), { recursive: true });
  if (!files.includes('dist')) return;
  cpSync(compiled, join(target, 'dist'), { recursive: true });
  const isAsset = (path: string) => !['.ts', '.md'].includes(extname(path)) && basename(path) !== 'testing';
  cpSync(join(source, 'src'), join(target, 'dist'), { recursive: true, filter: isAsset });
}
