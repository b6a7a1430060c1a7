// Writes the files of a new platform: the templates, the example domain or identity alone, and which packages it stands on.
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyParts, exampleDir } from './copy-example.ts';
import { workspaceFile } from './workspace-file.ts';

export const examples = ['northwind', 'none'] as const;
export type Example = (typeof examples)[number];

export interface PlatformOptions {
  /** An empty folder, or one to make. */
  readonly dir: string;
  readonly example: Example;
  /** Packages that come from a file: name to absolute path. */
  readonly packages: ReadonlyMap<string, string>;
}

/** From the repository or the package. Without the example a platform has accounts: the gateway asks it who calls. */
const parts: Readonly<Record<Example, (from: string, to: string) => void>> = {
  northwind: (from, to) => copyParts(from, to, ['subgraphs', 'prisma', 'supergraph.yaml', 'supergraph.graphql', 'patches']),
  none: (from, to) =>
    copyParts(from, to, ['subgraphs/accounts', 'prisma/accounts', 'prisma/package.json', 'patches'], ['test', 'seed.ts', 'sign-ins.json']),
};

/** Examples of the documentation, where a repository has them. */
const ci = [
  ['docs/ci/github-actions.yml', '.github/workflows/schema-check.yml'],
  ['docs/ci/check.sh', 'ci/schema-check.sh'],
] as const;

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** The version of the packages that belong together. */
export const platformVersion = (): string =>
  (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as Manifest).version ?? ''; // ours

export function writePlatform({ dir, example, packages }: PlatformOptions): void {
  const source = exampleDir();
  parts[example](source, dir);
  for (const template of ['platform', example]) cpSync(join(packageRoot, 'init', template), dir, { recursive: true });
  // A package may not contain a .gitignore: packing would obey it.
  renameSync(join(dir, 'gitignore'), join(dir, '.gitignore'));
  for (const [from, to] of ci) {
    mkdirSync(join(dir, dirname(to)), { recursive: true });
    cpSync(join(source, from), join(dir, to));
  }
  const name = nameOf(dir);
  rewrite(join(dir, 'README.md'), (text) => text.replaceAll('{{name}}', name));
  rewrite(join(dir, 'package.json'), (text) => text.replace('"name": "platform"', `"name": "${name}"`));
  const used = new Set<string>();
  for (const file of packageFiles(dir)) {
    rewrite(file, (text) => text.replaceAll('"workspace:*"', '"catalog:"'));
    const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as Manifest; // ours
    for (const dependency of Object.keys({ ...dependencies, ...devDependencies })) used.add(dependency);
  }
  const tested = readFileSync(join(source, 'pnpm-workspace.yaml'), 'utf8');
  const files = new Map([...packages].map(([key, file]) => [key, relative(resolve(dir), file)]));
  writeFileSync(join(dir, 'pnpm-workspace.yaml'), workspaceFile({ tested, used, version: platformVersion(), files }));
}

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** A package name may have no capitals and no spaces; a folder may. */
const nameOf = (dir: string): string =>
  basename(resolve(dir))
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '') || 'platform';

const packageFiles = (dir: string): readonly string[] => [
  join(dir, 'package.json'),
  join(dir, 'prisma/package.json'),
  ...readdirSync(join(dir, 'subgraphs')).map((name) => join(dir, 'subgraphs', name, 'package.json')),
];

const rewrite = (file: string, change: (text: string) => string): void => writeFileSync(file, change(readFileSync(file, 'utf8')));
