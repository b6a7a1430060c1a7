// Seals what a browser keeps for us and can neither read nor change: JWE (RFC 7516), `dir` with A256GCM.
import { hash } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import type { z } from 'zod';

export interface Seal<Content> {
  /** `until` in milliseconds since the epoch: after that nothing opens it. */
  seal(content: Content, until: number): Promise<string>;
  /** Null when it is not ours, not of this kind, of a key that is gone, or over. */
  open(sealed: string): Promise<(Content & { readonly until: number }) | null>;
}

export interface SealOptions<Content> {
  /** What is sealed for one purpose does not open for another. */
  readonly kind: string;
  readonly schema: z.ZodType<Content>;
  /** Of 32 bytes: the first seals, all of them open. */
  readonly keys: readonly [Uint8Array, ...Uint8Array[]];
  readonly now: () => number;
}

export function createSeal<Content extends object>({ kind, schema, keys, now }: SealOptions<Content>): Seal<Content> {
  const byId = new Map(keys.map((key) => [idOf(key), key]));
  const header = { alg: 'dir', enc: 'A256GCM', typ: kind, kid: idOf(keys[0]) };
  const keyOf = ({ kid }: { readonly kid?: string }): Uint8Array => {
    const key = byId.get(kid ?? '');
    if (key === undefined) throw new errors.JWEInvalid();
    return key;
  };
  return {
    seal: (content, until) => new EncryptJWT({ ...content, exp: until / 1000 }).setProtectedHeader(header).encrypt(keys[0]),
    async open(sealed) {
      try {
        const { payload } = await jwtDecrypt(sealed, keyOf, {
          typ: kind,
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
          requiredClaims: ['exp'],
          currentDate: new Date(now()),
        });
        // Another release may have sealed something else under the same name.
        const content = schema.safeParse(payload);
        return content.success ? { ...content.data, until: (payload.exp ?? 0) * 1000 } : null;
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

/** Tells keys apart, and nothing about them. */
const idOf = (key: Uint8Array): string => hash('sha256', key, 'base64url').slice(0, 8);
