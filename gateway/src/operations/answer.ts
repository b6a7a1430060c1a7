// An execution as the body of a response: faults become errors that say what and where, and nothing of what is inside.
import { AppError, type ErrorCode, errorCodes, isErrorCode } from '@tributary/errors';
import { type Execution, type FetchFault, type FieldFault, responseNameOf } from '@tributary/executor';
import type { Logger } from '@tributary/logging';
import { nullExplainedBy } from './locate-errors.ts';
import type { ExecutedOperation } from './operation-engine.ts';

interface ShownError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly requestId: string };
}

export function answerOf(execution: Execution, requestId: string, logger: Logger): ExecutedOperation {
  const { data, faults, completion } = execution;
  if (faults.length === 0 && completion.length === 0) return { text: `{"data":${String(data)}}`, code: null };
  const shown =
    faults.length > 0
      ? distinct(faults.map((fault) => shownFault(fault, execution, requestId, logger)))
      : completion.map(({ message, path }) => {
          logger.error('a subgraph answered what the schema does not allow', { requestId, error: message, path });
          return shownError('DOWNSTREAM_SERVICE_ERROR', errorCodes.DOWNSTREAM_SERVICE_ERROR.message, path, requestId);
        });
  return { text: `{"errors":${JSON.stringify(shown)},"data":${String(data)}}`, code: shown[0]?.extensions.code ?? null };
}

function shownFault(fault: FieldFault | FetchFault, execution: Execution, requestId: string, logger: Logger): ShownError {
  const { subgraph } = fault;
  if (fault.kind === 'fetch') {
    const error = new AppError('DOWNSTREAM_SERVICE_ERROR', `The subgraph ${subgraph} did not answer.`, { cause: fault.cause });
    logger.error('a subgraph did not answer', { requestId, subgraph, error });
    return shownError(error.code, error.message, nullExplainedBy(execution.completed().data, fault.fetch), requestId);
  }
  const { error } = fault;
  const path =
    fault.path?.map((part) => (typeof part === 'string' ? responseNameOf(part) : part)) ??
    nullExplainedBy(execution.completed().data, fault.fetch);
  const code = codeOf(error.extensions);
  if (code === null || typeof error.message !== 'string') {
    logger.error('a subgraph answered an error', { requestId, subgraph, error });
    return shownError('DOWNSTREAM_SERVICE_ERROR', errorCodes.DOWNSTREAM_SERVICE_ERROR.message, path, requestId);
  }
  const message = code === 'INTERNAL_SERVER_ERROR' ? errorCodes[code].message : error.message;
  return shownError(code, message, path, requestId);
}

/** What a subgraph says of a request is meant for its caller, the gateway; but for these. */
const aboutCaller: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'SERVICE_UNAVAILABLE']);

/** The code of an error that a client may see: one of ours. No other extension counts. */
function codeOf(extensions: unknown): ErrorCode | null {
  const code: unknown = typeof extensions === 'object' && extensions !== null && 'code' in extensions ? extensions.code : null;
  return isErrorCode(code) && (errorCodes[code].kind !== 'request' || aboutCaller.has(code)) ? code : null;
}

const shownError = (code: string, message: string, path: readonly (string | number)[] | null, requestId: string): ShownError => ({
  message,
  ...(path !== null && { path }),
  extensions: { code, requestId },
});

/** A fetch that fails at several places which explain the same null is one error. */
function distinct(errors: readonly ShownError[]): readonly ShownError[] {
  return [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
}
