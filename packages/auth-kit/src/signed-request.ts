// Requests between services: signed by the caller's key for this callee, bound to method, path and body, valid 30 seconds.
import { createHmac, createSecretKey, hash, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '@tributary/errors';
import type { Principal } from './principal.ts';
import type { ServiceKeys } from './service-keys.ts';

/** Where the request entered the system, as the gateway saw it. */
export interface ClientOrigin {
  readonly agent: string | null;
  readonly address: string | null;
}

/** What travels with a signed request, under the signature. */
export interface CallContext {
  readonly principal: Principal;
  readonly requestId: string;
  readonly client?: ClientOrigin;
}

export interface SignedRequest extends CallContext {
  readonly caller: string;
  readonly audience: string;
  readonly method: string;
  readonly path: string;
  readonly body: string | Uint8Array;
  readonly nonce?: string;
  /** Milliseconds since the epoch. */
  readonly now?: number;
}

export interface VerifiedRequest extends CallContext {
  readonly caller: string;
  /** Unique per request; remembered until `expiresAt`, it makes a replay visible. */
  readonly nonce: string;
  readonly expiresAt: Date;
}

const signatureHeader = 'tributary-signature';
const contextHeader = 'tributary-context';
const version = 'v1';
const validityMs = 30_000;

/** Gives the headers that make a request one of `caller` to `audience`. */
export function signRequest(key: Buffer, request: SignedRequest): Record<string, string> {
  const { caller, principal, requestId, client, now = Date.now() } = request;
  const context = Buffer.from(JSON.stringify({ principal, requestId, client })).toString('base64url');
  const head = `${version};${caller};${now};${request.nonce ?? randomBytes(16).toString('base64url')}`;
  const mac = macOf(key, { ...request, head, context }).toString('base64url');
  return { [signatureHeader]: `${head};${mac}`, [contextHeader]: context };
}

/**
 * Checks who signed a request and that nothing of it was changed.
 * @throws {AppError} UNAUTHENTICATED, always with the same message.
 */
export function verifyRequest(
  keys: ServiceKeys,
  request: {
    readonly audience: string;
    readonly method: string;
    readonly path: string;
    readonly body: string | Uint8Array;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly now?: number;
  },
): VerifiedRequest {
  const { headers, now = Date.now() } = request;
  const signature = headers[signatureHeader];
  const context = headers[contextHeader];
  if (typeof signature !== 'string' || typeof context !== 'string') throw refusal();
  const [givenVersion, caller = '', time = '', nonce = '', mac = '', ...rest] = signature.split(';');
  const key = keys.callers.get(caller);
  const signedAt = Number(time);
  if (givenVersion !== version || key === undefined || nonce === '' || rest.length > 0) throw refusal();
  // Also refuses what claims to come from the future: a signature is never valid longer than the nonces are remembered.
  if (!Number.isSafeInteger(signedAt) || Math.abs(now - signedAt) > validityMs) throw refusal();
  const expected = macOf(key, { ...request, head: `${version};${caller};${time};${nonce}`, context });
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refusal();
  // Shape as signed by signRequest: only a holder of the key could have written it.
  const { principal, requestId, client } = JSON.parse(Buffer.from(context, 'base64url').toString()) as CallContext;
  // A service may say that it acts for itself, never that it is another one.
  if (principal.kind === 'service' && principal.service !== caller) throw refusal();
  return { caller, principal, requestId, nonce, expiresAt: new Date(signedAt + validityMs), ...(client && { client }) };
}

function macOf(
  key: Buffer,
  parts: { head: string; context: string; audience: string; method: string; path: string; body: string | Uint8Array },
): Buffer {
  const bodyHash = hash('sha256', parts.body, 'base64url');
  // Line breaks cannot occur in any part, so no two different requests give the same text.
  const text = [parts.head, parts.context, parts.audience, parts.method, parts.path, bodyHash].join('\n');
  return createHmac('sha256', keyObjectOf(key)).update(text).digest();
}

const keyObjects = new WeakMap<Buffer, KeyObject>();

/** A key that is not one of these yet is made one for every signature, which costs as much as the signature. */
function keyObjectOf(key: Buffer): KeyObject {
  const known = keyObjects.get(key);
  if (known !== undefined) return known;
  const made = createSecretKey(key);
  keyObjects.set(key, made);
  return made;
}

const refusal = () => new AppError('UNAUTHENTICATED', 'The request is not signed by a service that may call this one.');
