// Passwords that everybody tries first, because they leaked elsewhere (data/README.md).
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

const packed = readFileSync(new URL('../data/breached-passwords.txt.br', import.meta.url));
const breached: ReadonlySet<string> = new Set(brotliDecompressSync(packed).toString().trimEnd().split('\n'));

/** Whether a password of eight or more characters is one of the most frequent of public leaks, whichever letters are capitals. */
export const isBreached = (password: string): boolean => breached.has(password.toLowerCase());
