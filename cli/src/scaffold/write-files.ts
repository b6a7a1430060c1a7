// Files written all or not at all.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError } from '../command-error.ts';

type Texts = ReadonlyMap<string, string>;

/**
 * Writes new files and new texts of old ones, by path from `root`, and lets `finish` work on them. What fails leaves everything as it was.
 * @throws {CommandError} 2, where a new file is there already
 */
export function writeFiles(
  root: string,
  { created, edited }: { readonly created: Texts; readonly edited: Texts },
  finish: () => void,
): void {
  const there = [...created.keys()].filter((path) => existsSync(join(root, path)));
  if (there.length > 0) throw new CommandError(`Nothing is overwritten, and there is already: ${there.join(', ')}`, 2);
  const before = new Map([...edited.keys()].map((path) => [path, readFileSync(join(root, path))]));
  try {
    for (const [path, text] of [...created, ...edited]) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    finish();
  } catch (error) {
    for (const path of created.keys()) remove(root, path);
    for (const [path, bytes] of before) writeFileSync(join(root, path), bytes);
    throw error;
  }
}

/** With the folders that are empty then. */
function remove(root: string, path: string): void {
  rmSync(join(root, path), { force: true });
  for (let dir = dirname(path); dir !== '.'; dir = dirname(dir)) {
    const full = join(root, dir);
    if (existsSync(full) && readdirSync(full).length > 0) return;
    if (existsSync(full)) rmdirSync(full);
  }
}
