// The schema of a running subgraph, as it tells it itself (Apollo Federation, "Query._service").
import { boundedText, reasonOf } from '../bounded-answer.ts';
import { CommandError } from '../command-error.ts';

const waitMs = 10_000;
const maxBytes = 10 * 1024 * 1024;
const question = JSON.stringify({ query: '{ _service { sdl } }' });

/** @throws {CommandError} 3 when nobody answers within ten seconds; 2 when what answers is no subgraph. */
export async function serviceSdl(name: string, url: string): Promise<string> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new CommandError(`${name}: "${url}" is no http address.`, 2);
  const { status, text } = await ask(name, url);
  const sdl = sdlIn(text);
  if (sdl === null) throw new CommandError(`${name}: ${url} does not answer "{ _service { sdl } }" with a schema (status ${status}).`, 2);
  return sdl;
}

async function ask(name: string, url: string): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'apollo-require-preflight': 'true' },
      body: question,
      signal: AbortSignal.timeout(waitMs),
    });
    return { status: response.status, text: await boundedText(response, maxBytes) };
  } catch (cause) {
    throw new CommandError(`${name}: ${url} cannot be asked: ${reasonOf(cause, waitMs)}.`, 3, { cause });
  }
}

function sdlIn(text: string): string | null {
  try {
    const answer = JSON.parse(text) as { data?: { _service?: { sdl?: unknown } } } | null; // read with care: nothing is sure
    const sdl = answer?.data?._service?.sdl;
    return typeof sdl === 'string' ? sdl : null;
  } catch {
    return null;
  }
}
