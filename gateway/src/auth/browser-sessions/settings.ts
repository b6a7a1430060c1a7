// What a gateway needs to know to keep the tokens of web apps; in a file of its own, for it holds secrets.
import { z } from 'zod';
import { problemsOf } from '../../settings-problems.ts';

export interface BrowserSessionsFile {
  /** Where browsers find the web apps and this gateway: one origin. */
  readonly origin: string;
  /** As the OpenID provider knows this gateway. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** What is asked for, separated by spaces. */
  readonly scope: string;
  /** Of 32 bytes: the first seals, all of them open. */
  readonly keys: readonly [Uint8Array, ...Uint8Array[]];
}

export interface BrowserSessionsConfig extends BrowserSessionsFile {
  /** The OpenID provider. */
  readonly issuer: string;
}

const loopback = /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/;

/** Whether what is sent there in clear stays on this machine. */
export const isLoopback = ({ protocol, hostname }: URL): boolean => protocol === 'http:' && loopback.test(hostname);

const origin = z
  .url('is not an address')
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, 'is not an origin like https://shop.example')
  .refine(
    (text) => URL.canParse(text) && (text.startsWith('https:') || isLoopback(new URL(text))),
    'is not https (only on this machine it need not be)',
  );

const key = z
  .string()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine(({ length }) => length === 32, 'is not 32 bytes in base64');

const file = z.strictObject({
  origin,
  clientId: z.string().min(1, 'is empty'),
  clientSecret: z.string().min(32, 'has at least 32 characters'),
  scope: z.string().regex(/(^| )openid( |$)/, 'is without openid'),
  // A third would be older than any session that it could open.
  keys: z.tuple([key], key).refine(({ length }) => length <= 2, 'are at most two'),
});

/** @throws {Error} with a sentence that says what is wrong, without any secret. */
export function parseBrowserSessions(text: string): BrowserSessionsFile {
  const given = file.safeParse(parsed(text), { reportInput: false });
  if (!given.success) throw new Error(problemsOf(given.error).join('; '));
  return given.data;
}

/** The message of JSON.parse would repeat a part of the text, and that may be a key. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is no JSON');
  }
}
