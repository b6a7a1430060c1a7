// What a command answers: it took effect, or it says what a person can correct.
import type { UserErrorCode } from '@tributary/errors';
import { errorCodes } from '@tributary/errors';
import type { z } from 'zod';

/** A problem with what the caller sent; `path` leads into the input. */
export interface UserError {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly path: string[] | null;
}

interface Refused {
  readonly kind: 'refused';
  readonly userErrors: UserError[];
}

export type Outcome<Value> = { readonly kind: 'done'; readonly value: Value } | Refused;

export function userError(
  code: UserErrorCode,
  message: string = errorCodes[code].message,
  path: readonly string[] | null = null,
): UserError {
  return { code, message, path: path === null ? null : [...path] };
}

export function refused(...userErrors: UserError[]): Refused {
  return { kind: 'refused', userErrors };
}

export function done<Value>(value: Value): { readonly kind: 'done'; readonly value: Value } {
  return { kind: 'done', value };
}

/** The payload of a mutation: the object under its name, or null beside what the caller can correct. */
export function payloadOf<Name extends string, Value>(name: Name, outcome: Outcome<Value>) {
  const value = outcome.kind === 'done' ? outcome.value : null;
  const userErrors = outcome.kind === 'done' ? [] : outcome.userErrors;
  return { [name]: value, userErrors } as Record<Name, Value | null> & { userErrors: UserError[] }; // the computed key, typed
}

/**
 * Validates an input. A schema's issue becomes a user error at its path with code INVALID_INPUT, or with the code that the issue names
 * in `params.code` (`context.addIssue({ code: 'custom', params: { code: 'REQUIRED' } })`).
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): { kind: 'ok'; value: z.output<Schema> } | Refused {
  const unstorable = pathsOfNul(input);
  if (unstorable.length > 0) return refused(...unstorable.map((path) => userError('INVALID_INPUT', 'This is text without U+0000.', path)));
  const parsed = schema.safeParse(input);
  if (parsed.success) return { kind: 'ok', value: parsed.data };
  return refused(
    ...parsed.error.issues.map((issue) => {
      const named = issue.code === 'custom' ? issue.params?.['code'] : undefined;
      return userError(isUserErrorCode(named) ? named : 'INVALID_INPUT', issue.message, issue.path.map(String));
    }),
  );
}

function isUserErrorCode(value: unknown): value is UserErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorCodes, value) && errorCodes[value as UserErrorCode].kind === 'user'; // just checked
}

/** PostgreSQL stores no U+0000, in whatever field it comes. */
function pathsOfNul(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value === 'string') return value.includes('\0') ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => pathsOfNul(part, [...path, key]));
}
