// Which installed packages would run a program when they are installed, and whether somebody has decided about it.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

const manifest = z.object({ name: z.string(), scripts: z.record(z.string(), z.unknown()).optional() });
const workspace = z.object({ allowBuilds: z.record(z.string(), z.boolean()) });
const hooks = ['preinstall', 'install', 'postinstall'];

/** Names of the packages below node_modules that have an install script; a binding.gyp is one. In order, without repeats. */
export function packagesWithInstallScripts(root: string): readonly string[] {
  const manifests = globSync('node_modules/.pnpm/*/node_modules/{*,@*/*}/package.json', { cwd: root }).flatMap((path) => {
    const file = join(root, path);
    const { success, data } = manifest.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    const runs = success && (hooks.some((hook) => data.scripts?.[hook] !== undefined) || existsSync(join(dirname(file), 'binding.gyp')));
    return runs ? [data.name] : [];
  });
  return [...new Set(manifests)].toSorted();
}

/** What pnpm-workspace.yaml allows and forbids to run. */
export const decidedBuilds = (text: string): ReadonlySet<string> => new Set(Object.keys(workspace.parse(parse(text)).allowBuilds));

/** A sentence for each package that nobody has decided about. */
export const undecidedBuilds = (names: readonly string[], decided: ReadonlySet<string>): readonly string[] =>
  names
    .filter((name) => !decided.has(name))
    .map((name) => `${name} has an install script: allow or forbid it in pnpm-workspace.yaml (allowBuilds).`);
