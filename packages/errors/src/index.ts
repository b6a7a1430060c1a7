// Package root: what other parts may import.
export { AppError, isAppError } from './app-error.ts';
export { type ErrorCode, errorCodes, isErrorCode, type UserErrorCode } from './codes.ts';
export { describeCodes } from './describe-codes.ts';
export { toClientError, withoutSuggestions } from './to-client-error.ts';
