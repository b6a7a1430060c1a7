// What of an error a client may see.
import { readFileSync } from 'node:fs';
import { GraphQLError, locatedError } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import { AppError, isAppError } from './app-error.ts';
import { errorCodes, isErrorCode } from './codes.ts';
import { describeCodes } from './describe-codes.ts';
import { toClientError } from './to-client-error.ts';

describe('AppError', () => {
  it('carries its code, and the HTTP status when it stops the request', () => {
    expect(new AppError('UNAUTHENTICATED').extensions).toEqual({ code: 'UNAUTHENTICATED', http: { status: 401 } });
    expect(new AppError('FORBIDDEN', 'No.', { extensions: { a: 1 } })).toMatchObject({
      message: 'No.',
      code: 'FORBIDDEN',
      extensions: { a: 1, code: 'FORBIDDEN' },
    });
  });

  it('keeps its cause to itself', () => {
    const error = new AppError('DOWNSTREAM_SERVICE_ERROR', 'away', { cause: new Error('10.0.0.1 refused') });
    expect(JSON.stringify(error)).not.toContain('10.0.0.1');
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('is recognised below the error that GraphQL wraps around it', () => {
    expect(isAppError(locatedError(new AppError('FORBIDDEN'), []))).toBe(true);
    expect([isAppError(new Error('x')), isAppError(new GraphQLError('x'))]).toEqual([false, false]);
  });
});

describe('toClientError', () => {
  const position = { path: ['a', 0], locations: [{ line: 1, column: 2 }] };
  const onInternal = vi.fn();

  it('shows an AppError without status and stack', () => {
    const error = new AppError('UNAUTHENTICATED');
    const formatted = { message: error.message, ...position, extensions: { ...error.extensions, stacktrace: ['x'] } };
    expect(toClientError(formatted, error, onInternal)).toEqual({
      message: 'Sign in to do this.',
      ...position,
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });

  it('shows a fault in the request without suggestions', () => {
    const formatted = {
      message: 'Cannot query field "nme" on type "A". Did you mean "name"?',
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    };
    expect(toClientError(formatted, new GraphQLError('x'), onInternal)).toEqual({
      message: 'Cannot query field "nme" on type "A".',
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
    expect(onInternal).not.toHaveBeenCalled();
  });

  it('hides everything else and hands over the original', () => {
    const original = new Error('connect to 10.0.0.1:5432');
    const error = locatedError(original, []);
    expect(
      toClientError({ message: error.message, ...position, extensions: { code: 'INTERNAL_SERVER_ERROR' } }, error, onInternal),
    ).toEqual({
      message: 'Something went wrong on our side.',
      ...position,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    expect(onInternal).toHaveBeenLastCalledWith(original);
    toClientError({ message: 'x' }, original, onInternal);
    expect(onInternal).toHaveBeenCalledTimes(2);
  });
});

describe('the table of codes', () => {
  it('is what docs/errors.md says', () => {
    expect(readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')).toBe(describeCodes());
  });

  it('knows its codes', () => {
    expect(Object.keys(errorCodes).every(isErrorCode)).toBe(true);
    expect([isErrorCode('toString'), isErrorCode(1)]).toEqual([false, false]);
  });
});
