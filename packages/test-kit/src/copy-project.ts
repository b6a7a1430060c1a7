// A copy of the project for tests that change its files; installed packages are shared with the original.
import { chmodSync, cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './project.ts';

const leftOut = new Set(['.git', '.data', 'coverage', '.pnpm']);

/** Gives the root of the copy. */
export function copyProject(): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'tributary-copy-')), 'tributary');
  chmodSync(join(copy, '..'), 0o755);
  const wanted = (source: string) => !leftOut.has(basename(source));
  // Links stay as they are: those to packages of the workspace lead to the copy's own.
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true, filter: wanted });
  symlinkSync(join(root, 'node_modules/.pnpm'), join(copy, 'node_modules/.pnpm'));
  return copy;
}
