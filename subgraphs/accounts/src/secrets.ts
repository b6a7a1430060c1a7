// Random secrets, and the only form in which they are stored.
import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 suffices for secrets that are random themselves. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
