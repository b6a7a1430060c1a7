// What an API key looks like: `trb_`, eight characters that name it, 256 random bits, and a checksum that tells a key from a typing error.
import { crc32 } from 'node:zlib';

const start = 'trb_';
const form = /^trb_[A-Za-z0-9]{8}_[\w-]{43}_([0-9a-f]{8})$/;

/** Makes the text of a key from the eight letters and digits that name it and its secret of 43 characters (base64url). */
export function apiKeyText(name: string, secret: string): { readonly prefix: string; readonly text: string } {
  const prefix = `${start}${name}`;
  const body = `${prefix}_${secret}`;
  return { prefix, text: `${body}_${checksumOf(body)}` };
}

/** Whether a credential means to be an API key. */
export const looksLikeApiKey = (credential: string): boolean => credential.startsWith(start);

/** Whether a text can be a key at all: whoever makes one up is refused without asking anyone. It proves nothing else. */
export function isApiKeyText(text: string): boolean {
  const checksum = form.exec(text)?.[1];
  return checksum !== undefined && checksumOf(text.slice(0, -checksum.length - 1)) === checksum;
}

const checksumOf = (text: string): string => crc32(text).toString(16).padStart(8, '0');
