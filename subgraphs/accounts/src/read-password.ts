// A password from whoever sits there, unseen, or from a pipe.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ReadStream } from 'node:tty';

/** From a terminal it is asked for twice; from a pipe or file it is the first line. @throws {Error} when the two differ, or nothing came. */
export async function readPassword(input: ReadStream, prompts: Writable): Promise<string> {
  if (!input.isTTY) {
    const [line = ''] = (await text(input)).split(/\r?\n/, 1);
    if (line === '') throw new Error('no password came by standard input.');
    return line;
  }
  const first = await ask(input, prompts, 'Password: ');
  if ((await ask(input, prompts, 'Again: ')) !== first) throw new Error('the two passwords differ.');
  return first;
}

async function ask(input: ReadStream, prompts: Writable, question: string): Promise<string> {
  const unseen = new Writable({ write: (_piece, _encoding, done) => done() });
  const terminal = createInterface({ input, output: unseen, terminal: true });
  prompts.write(question);
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    prompts.write('\n');
  }
}
