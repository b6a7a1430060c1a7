// Tokens that must be refused: each is a good one with one thing wrong. RFC 8725 and RFC 9068 say what; names in brackets are Wycheproof's.
import { createHmac, createPrivateKey, generateKeyPairSync, type JsonWebKey, sign as signRaw } from 'node:crypto';

type Claims = Readonly<Record<string, unknown>>;

/** What signs the tokens of a running system. */
export interface SigningKey extends JsonWebKey {
  readonly kid: string;
}

const encoded = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const ed25519 = (text: string, key: JsonWebKey): string =>
  signRaw(null, Buffer.from(text), createPrivateKey({ key, format: 'jwk' })).toString('base64url');

/** A token of a running system's own key, with any header and claims; texts are taken as they are. */
export function signedToken(key: SigningKey, claims: Claims | string, header: Claims | string = {}): string {
  const start = typeof header === 'string' ? header : { alg: 'EdDSA', typ: 'at+jwt', kid: key.kid, ...header };
  const text = `${encoded(start)}.${encoded(claims)}`;
  return `${text}.${ed25519(text, key)}`;
}

/** Bad tokens by what is wrong with them; `good` are the claims of a token that is accepted. */
export function badTokens(key: SigningKey, good: Claims): Readonly<Record<string, string>> {
  return { ...wrongSignatures(key, good), ...wrongForms(key, good), ...wrongHeaders(key, good), ...wrongClaims(key, good) };
}

function wrongSignatures(key: SigningKey, good: Claims): Record<string, string> {
  const token = signedToken(key, good);
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { d: _private, ...publicKey } = key;
  const other = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const raised = encoded({ ...good, role: 'ADMIN', scope: 'users:write' });
  const start = (alg: string) => `${encoded({ alg, typ: 'at+jwt', kid: key.kid })}.${payload}`;
  const hmac = (secret: string | Buffer) => `${start('HS256')}.${createHmac('sha256', secret).update(start('HS256')).digest('base64url')}`;
  const zeroes = Buffer.alloc(64).toString('base64url');
  const es256 = signRaw('sha256', Buffer.from(start('ES256')), { key: p256, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return {
    'another key has signed': `${header}.${payload}.${ed25519(`${header}.${payload}`, other)}`,
    'the signature was changed (ModifiedSignature)': `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    'the signature is missing (MissingSignature)': `${header}.${payload}.`,
    'the signature is all zeroes': `${header}.${payload}.${zeroes}`,
    'the signature is too short': `${header}.${payload}.${signature.slice(0, 40)}`,
    'the signature is too long': `${header}.${payload}.${signature}AAAA`,
    'the payload was changed (ModifiedPayload)': `${header}.${raised}.${signature}`,
    'the header was changed (ModifiedHeader)': `${encoded({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid, x: 1 })}.${payload}.${signature}`,
    'alg none, no signature': `${start('none')}.`,
    'alg None, no signature': `${start('None')}.`,
    'alg nOnE, with a signature': `${start('nOnE')}.${signature}`,
    'HS256 with the public key as JSON (SymmetryConfusion)': hmac(JSON.stringify(publicKey)),
    'HS256 with the bytes of the public key': hmac(Buffer.from(key.x ?? '', 'base64url')),
    'HS256 with an empty secret': hmac(''),
    'ES256 under the name of our Ed25519 key': `${start('ES256')}.${es256}`,
    'ES256 with a signature of zeroes (psychic)': `${start('ES256')}.${zeroes}`,
    'RS256 under the name of our key': `${start('RS256')}.${signRaw('sha256', Buffer.from(start('RS256')), rsa).toString('base64url')}`,
    'ES384 under the name of our key': `${start('ES384')}.${zeroes}`,
  };
}

function wrongForms(key: SigningKey, good: Claims): Record<string, string> {
  const token = signedToken(key, good);
  const [header = '', payload = '', signature = ''] = token.split('.');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  // The last character of 64 bytes carries two bits: its neighbour says the same in another way.
  const last = alphabet[alphabet.indexOf(signature.at(-1) ?? '') + 1] ?? '_';
  return {
    'no token': 'x',
    'two dots': '..',
    'the signature and its dot are missing': `${header}.${payload}`,
    'the header is missing (MissingHeader)': `.${payload}.${signature}`,
    'the payload is missing (MissingPayload)': `${header}..${signature}`,
    'an empty fourth part (ExtraEmptyComponent)': `${token}.`,
    'a fourth part (ExtraComponent)': `${token}.foo`,
    'five parts, as if encrypted': `${token}.a.b`,
    'two tokens': `${token},${token}`,
    'JSON serialization': JSON.stringify({ payload, signatures: [{ protected: header, signature }] }).replaceAll(' ', ''),
    padding: `${header}.${payload}.${signature}==`,
    'stray bits in the last character': `${header}.${payload}.${signature.slice(0, -1)}${last}`,
    'characters of another base64': `${header}.${payload}.${signature.slice(0, -4)}+/+/`,
    'a percent sign': `${header}.${payload}.${signature}%20`,
    'cut off': token.slice(0, -10),
    'far too long': signedToken(key, { ...good, padding: 'x'.repeat(7_000) }),
    'a payload that is no JSON': signedToken(key, 'no JSON'),
    'a payload that is a list': signedToken(key, '[1]'),
    'a payload that is null': signedToken(key, 'null'),
    'a header that is no JSON': signedToken(key, good, 'no JSON'),
    'a header that is a list': signedToken(key, good, '[]'),
  };
}

function wrongHeaders(key: SigningKey, good: Claims): Record<string, string> {
  const other = generateKeyPairSync('ed25519');
  const own = { ...other.privateKey.export({ format: 'jwk' }), kid: key.kid };
  const { d: _private, ...jwk } = own;
  const as = (header: Claims) => signedToken(key, good, header);
  return {
    'typ JWT, as an ID token': as({ typ: 'JWT' }),
    'typ missing': as({ typ: undefined }),
    'typ of a logout token': as({ typ: 'logout+jwt' }),
    'kid missing': as({ kid: undefined }),
    'kid unknown': as({ kid: 'unknown' }),
    'kid empty': as({ kid: '' }),
    'kid a number': as({ kid: 7 }),
    'kid a path': as({ kid: '../../../../dev/null' }),
    'kid an SQL string': as({ kid: "' OR 1=1 --" }),
    'kid of another prototype': as({ kid: '__proto__' }),
    'crit with an unknown name': as({ crit: ['x'], x: true }),
    'crit empty': as({ crit: [] }),
    'crit b64 and an unencoded payload': as({ crit: ['b64'], b64: false }),
    'jwk brought along, and used (EmbeddedJwk)': signedToken(own, good, { jwk }),
    'jwk brought along': as({ jwk }),
    'jku brought along': as({ jku: 'https://attacker.test/jwks.json' }),
    'x5u brought along': as({ x5u: 'https://attacker.test/chain.pem' }),
    'x5c brought along': as({ x5c: ['AAAA'] }),
    zip: as({ zip: 'DEF' }),
    'alg missing': as({ alg: undefined }),
    'alg given twice': signedToken(key, good, `{"alg":"EdDSA","typ":"at+jwt","kid":"${key.kid}","alg":"none"}`),
  };
}

function wrongClaims(key: SigningKey, good: Claims): Record<string, string> {
  const now = Math.floor(Date.now() / 1000);
  const as = (claims: Claims) => signedToken(key, { ...good, ...claims });
  return {
    'iss of another': as({ iss: 'https://attacker.test' }),
    'iss with a slash more': as({ iss: `${String(good['iss'])}/` }),
    'iss missing': as({ iss: undefined }),
    'aud of another': as({ aud: 'another' }),
    'aud a list without us': as({ aud: ['a', 'b'] }),
    'aud missing': as({ aud: undefined }),
    'exp a minute ago': as({ iat: now - 200, exp: now - 61 }),
    'exp missing': as({ exp: undefined }),
    'exp a text': as({ exp: String(now + 200) }),
    'exp in a year': as({ exp: now + 31_536_000 }),
    'nbf in the future': as({ nbf: now + 600 }),
    'nbf a text': as({ nbf: 'now' }),
    'iat missing': as({ iat: undefined }),
    'iat in the future': as({ iat: now + 3_600, exp: now + 3_700 }),
    'sub missing': as({ sub: undefined }),
    'sub empty': as({ sub: '' }),
    'sub a number': as({ sub: 11 }),
    'sid missing': as({ sid: undefined }),
    'role missing': as({ role: undefined }),
    'role that does not exist': as({ role: 'ROOT' }),
    'role a list': as({ role: ['ADMIN'] }),
  };
}
