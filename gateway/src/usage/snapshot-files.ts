// The files of usage snapshots in a folder: each process writes its own, one a window, and removes whichever are too old.
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** `usage-2026-11-24T14-00-00-000Z-1a2b3c4d.jsonl`: when its window began, and which process has written it. */
const fileName = /^usage-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z-[0-9a-f]{8}\.jsonl(?:\.part)?$/;

export const snapshotFile = (startedMs: number, writer: string): string =>
  `usage-${new Date(startedMs).toISOString().replaceAll(/[:.]/g, '-')}-${writer}.jsonl`;

/** Lines between which other work is done. */
const linesAtATime = 100;

/** Replaces the file as a whole, makes the folder where there is none. @throws {Error} of the file system; the file is then as it was. */
export async function writeSnapshot(folder: string, name: string, lines: Iterable<string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, name);
  const part = `${file}.part`;
  try {
    const handle = await open(part, 'w');
    try {
      for (const text of chunksOf(lines)) await handle.writeFile(text);
      await handle.sync(); // a rename may outlive a crash that its content does not
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined); // what is said is why it could not be written
    throw error;
  }
}

function* chunksOf(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length < linesAtATime) continue;
    yield chunk.join('');
    chunk = [];
  }
  yield chunk.join('');
}

/** Removes the snapshots of windows that began earlier, if there is a folder. Other files are left alone. @throws {Error} of the file system. */
export async function removeSnapshotsBefore(folder: string, earliestMs: number): Promise<void> {
  if (!existsSync(folder)) return; // nothing was executed yet
  for (const name of await readdir(folder)) {
    const [, day, hour, minute, second, millisecond] = fileName.exec(name) ?? [];
    // Another process may have been quicker.
    if (Date.parse(`${day}T${hour}:${minute}:${second}.${millisecond}Z`) < earliestMs) await rm(join(folder, name), { force: true });
  }
}
