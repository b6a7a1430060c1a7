// The keys of one service: one for each service that it calls, one for each that calls it (ADR 0001).
import { randomBytes } from 'node:crypto';

export interface ServiceKeys {
  readonly service: string;
  /** By audience: the key that signs requests to it. */
  readonly calls: ReadonlyMap<string, Buffer>;
  /** By caller: the key that its requests are verified with. */
  readonly callers: ReadonlyMap<string, Buffer>;
}

const keyBytes = 32;

/**
 * Reads a service's key file.
 * @throws {Error} with a sentence that says what is wrong, without any key.
 */
export function parseServiceKeys(json: string): ServiceKeys {
  const file = parsed(json);
  if (!isRecord(file) || typeof file['service'] !== 'string') throw new Error('The key file names no service.');
  return { service: file['service'], calls: keysOf(file['calls'], 'calls'), callers: keysOf(file['callers'], 'callers') };
}

/** The message of JSON.parse would repeat a part of the text, and that may be a key. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Error('The key file is no JSON.');
  }
}

/** Makes the key files, as JSON by service, for pairs of caller and callee. */
export function createServiceKeys(pairs: readonly (readonly [caller: string, callee: string])[]): Map<string, string> {
  const files = new Map<string, { calls: Record<string, string>; callers: Record<string, string> }>();
  const fileOf = (service: string) => {
    const file = files.get(service) ?? { calls: {}, callers: {} };
    files.set(service, file);
    return file;
  };
  for (const [caller, callee] of pairs) {
    const key = randomBytes(keyBytes).toString('base64');
    fileOf(caller).calls[callee] = key;
    fileOf(callee).callers[caller] = key;
  }
  return new Map([...files].map(([service, keys]) => [service, JSON.stringify({ service, ...keys }, null, 2)]));
}

function keysOf(value: unknown, property: string): ReadonlyMap<string, Buffer> {
  if (value === undefined) return new Map();
  if (!isRecord(value)) throw new Error(`The key file's "${property}" is not an object.`);
  return new Map(
    Object.entries(value).map(([service, text]) => {
      const key = typeof text === 'string' ? Buffer.from(text, 'base64') : Buffer.alloc(0);
      if (key.length !== keyBytes) throw new Error(`The key file's "${property}.${service}" is not ${keyBytes} bytes in base64.`);
      return [service, key] as const;
    }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
