// The base of a check from a registry: a supergraph, or the subgraphs as JSON, over HTTP.
import { boundedText, reasonOf } from '../bounded-answer.ts';
import { CommandError } from '../command-error.ts';
import { type ReadSide, readBase } from './read-side.ts';
import { sideOfText } from './side-of-text.ts';

export interface RegistryBounds {
  /** From the first question to the last byte of the answer. */
  readonly waitMs: number;
  readonly maxBytes: number;
}

const bounds: RegistryBounds = { waitMs: 15_000, maxBytes: 32 * 1024 * 1024 };
const maxRedirects = 5;

/** A base of any kind; `headers` (`Name: value`) go to a registry alone. @throws {CommandError} */
export const baseOf = async (base: string, folder: string, headers: readonly string[]): Promise<ReadSide> =>
  /^https?:\/\//i.test(base) ? registryBase(base, headers) : readBase(base, folder);

/** @throws {CommandError} 3 when the registry cannot be asked or fails; 2 when it refuses, sends elsewhere, or answers what is no graph. */
export async function registryBase(
  address: string,
  headers: readonly string[],
  { waitMs, maxBytes }: RegistryBounds = bounds,
): Promise<ReadSide> {
  if (!URL.canParse(address)) throw new CommandError(`"${address}" is no http address.`, 2);
  const label = labelOf(new URL(address));
  const sent = headersOf(headers);
  try {
    const response = await answerOf(new URL(address), { headers: sent, signal: AbortSignal.timeout(waitMs) });
    if (!response.ok) throw refusalOf(response, label);
    return sideOfText(await boundedText(response, maxBytes), label);
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(
      `The base cannot be had from ${label}: ${reasonOf(cause, waitMs)}. Without a network, name a git ref or a file.`,
      3,
      {
        cause,
      },
    );
  }
}

/** Follows redirects on the same host only: the headers are for nobody else. */
async function answerOf(url: URL, asked: RequestInit, redirects = 0): Promise<Response> {
  const response = await fetch(url, { ...asked, redirect: 'manual' });
  const location = response.headers.get('location');
  if (response.status < 300 || response.status >= 400 || location === null) return response;
  await response.body?.cancel();
  const next = URL.canParse(location, url.href) ? new URL(location, url) : null;
  if (next?.host !== url.host || next.protocol !== url.protocol)
    throw new CommandError(
      `${labelOf(url)} sends to another address, ${next === null ? location : labelOf(next)}. Name that one, if it is right.`,
      2,
    );
  if (redirects === maxRedirects) throw new CommandError(`${labelOf(url)} sends from one address to the next, ${maxRedirects} times.`, 2);
  return answerOf(next, asked, redirects + 1);
}

function refusalOf({ status, headers }: Response, label: string): CommandError {
  const hint = status === 401 || status === 403 ? ' Give the credentials with --header or REGISTRY_HEADER.' : '';
  const kind = headers.get('content-type') ?? 'no type';
  return new CommandError(`${label} answers ${status} (${kind}).${hint}`, status >= 500 || status === 429 ? 3 : 2);
}

/** Without what may be secret in it. */
const labelOf = ({ origin, pathname }: URL): string => `${origin}${pathname}`;

function headersOf(lines: readonly string[]): Headers {
  const headers = new Headers({ accept: 'application/graphql, application/json, text/plain' });
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^:]+):(.*)$/s.exec(line) ?? [];
    try {
      headers.set(name.trim(), value.trim());
    } catch {
      // Its value may be a secret.
      throw new CommandError(
        `A header is "Name: value", which ${name === '' ? 'one of them' : `the one of ${JSON.stringify(name)}`} is not.`,
        2,
      );
    }
  }
  return headers;
}
