// Requests between services: signed by the caller's key for this callee, bound to method, path and body, valid 30 seconds.
import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
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
const version = 'v2';
const validityMs = 30_000;

/**
 * Gives the headers that make a request one of `caller` to `audience`.
 * @throws {TypeError} for a request id of anything but letters, digits, `-` and `_`.
 */
export function signRequest(key: Buffer, request: SignedRequest): Readonly<Record<string, string>> {
  const { caller, now = Date.now(), nonce = nextNonce() } = request;
  const context = contextOf(request);
  const head = `${version};${caller};${now};${nonce}`;
  return { [signatureHeader]: `${head};${macOf(key, request, head, context)}`, [contextHeader]: context };
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
  const expected = Buffer.from(macOf(key, request, `${version};${caller};${time};${nonce}`, context));
  const given = Buffer.from(mac);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refusal();
  // Only a holder of the key could have written it.
  const { principal, requestId, client } = parsedContext(context);
  // A service may say that it acts for itself, never that it is another one.
  if (principal.kind === 'service' && principal.service !== caller) throw refusal();
  return { caller, principal, requestId, nonce, expiresAt: new Date(signedAt + validityMs), ...(client && { client }) };
}

/** The body comes last and nothing before it has a line break, so no two different requests give the same text. */
function macOf(
  key: Buffer,
  { audience, method, path, body }: Pick<SignedRequest, 'audience' | 'method' | 'path' | 'body'>,
  head: string,
  context: string,
): string {
  const hmac = createHmac('sha256', keyObjectOf(key)).update(`${head}\n${context}\n${audience}\n${method}\n${path}\n`);
  return hmac.update(body).digest('base64url');
}

/** Three parts, the last one only where it is known: principal, request id, client. Base64url is of JSON. */
function contextOf({ principal, requestId, client }: CallContext): string {
  if (!requestIdPattern.test(requestId)) throw new TypeError('A request id has letters, digits, - and _ only.');
  const start = `${encodedPrincipal(principal)}.${requestId}`;
  return client === undefined ? start : `${start}.${encoded(client)}`;
}

function parsedContext(context: string): CallContext {
  const [principal = '', requestId = '', client] = context.split('.');
  return {
    principal: decoded(principal) as Principal, // as signed by signRequest
    requestId,
    ...(client !== undefined && { client: decoded(client) as ClientOrigin }), // as signed by signRequest
  };
}

const requestIdPattern = /^[\w-]+$/;
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString());

const encodedPrincipals = new WeakMap<Principal, string>();

/** One principal signs many requests, and nobody changes it. */
function encodedPrincipal(principal: Principal): string {
  const known = encodedPrincipals.get(principal);
  if (known !== undefined) return known;
  const made = encoded(principal);
  encodedPrincipals.set(principal, made);
  return made;
}

const nonceStart = randomBytes(16).toString('base64url');
let nonces = 0;

/** Never the same twice, in any process: it has to be unique, not secret. */
const nextNonce = (): string => `${nonceStart}${(nonces++).toString(36)}`;

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
