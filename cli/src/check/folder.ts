// The files of a side of a check, from the working tree or from a commit.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Folder {
  /** Named in findings, as CI systems want it: from where the command runs. */
  readonly path: string;
  /** Null when it cannot be read. */
  read(file: string): string | null;
  /** The names in a folder, sorted; none when it cannot be read. */
  list(folder: string): readonly string[];
}

export const workingFolder = (path: string): Folder => ({
  path,
  read: (file) => {
    try {
      return readFileSync(join(path, file), 'utf8');
    } catch {
      return null;
    }
  },
  list: (folder) => {
    try {
      return readdirSync(join(path, folder)).toSorted();
    } catch {
      return [];
    }
  },
});
