// A file that is read at the start and followed afterwards: what is new in it is taken, and what is bad changes nothing.
import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Logger } from '@tributary/logging';

export interface FollowedFile {
  readonly file: string;
  /** What it is, for messages. */
  readonly what: string;
  readonly logger: Logger;
  /** Makes use of its text, or throws: then what was taken before stays. One text at a time. */
  take(text: string): Promise<void>;
  /** How often it is looked at. */
  readonly pollMs?: number;
}

/** It is of no use at the start; the message is for whoever started the gateway. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** @throws {FileError} when it cannot be read, or its first text is not taken. */
export async function followFile({ file, what, logger, take, pollMs = 300 }: FollowedFile): Promise<{ stop(): Promise<void> }> {
  let taken = await firstOf(file, what, take);
  let stopped = false;
  const retake = async (): Promise<void> => {
    const text = await readFile(file, 'utf8');
    if (text === taken || stopped) return;
    taken = text;
    await take(text);
  };
  // One after the other: a file that changes while it is taken is taken again.
  let taking = Promise.resolve();
  const onChange = () => {
    taking = taking
      .then(retake)
      .catch((error: unknown) => logger.error(`the new ${what} is refused; the old one keeps serving`, { error }));
  };
  // Polled, not fs.watch: a file that is replaced, or mounted from a ConfigMap, changes without an event.
  watchFile(file, { interval: pollMs }, onChange);
  // It may have changed while the first one was taken.
  onChange();
  return {
    async stop() {
      stopped = true;
      unwatchFile(file, onChange);
      await taking;
    },
  };
}

async function firstOf(file: string, what: string, take: FollowedFile['take']): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new FileError(`The ${what} ${file} cannot be read: ${reasonOf(cause).split(', ', 1)[0]}.`, { cause });
  });
  await take(text).catch((cause: unknown) => {
    throw new FileError(`The ${what} ${file} cannot be served: ${reasonOf(cause)}`, { cause });
  });
  return text;
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
