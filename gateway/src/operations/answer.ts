// An execution as the body of a response: faults become errors that say what and where, and nothing of what is inside.
import { AppError, type ErrorCode, errorCodes, isErrorCode } from '@tributary/errors';
import { type Execution, type FetchFault, type FetchPlace, type FieldFault, responseNameOf } from '@tributary/executor';
import type { Logger } from '@tributary/logging';
import { refusalCodeOf } from '../authorization/authorization.ts';
import type { OperationContext } from '../pipeline.ts';
import { nullExplainedBy } from './locate-errors.ts';
import type { ExecutedOperation } from './operation-engine.ts';

interface ShownError {
  readonly message: string;
  readonly path?: Path;
  readonly extensions: { readonly code: string; readonly requestId: string };
}

/** Of one answer; a subgraph that sends more of them has sent enough. */
const maxErrors = 1_000;

/** Who asked. */
type Asker = Pick<OperationContext, 'principal' | 'requestId'>;

export function answerOf(execution: Execution, { principal, requestId }: Asker, logger: Logger): ExecutedOperation {
  const { data, faults, completion, refusals } = execution;
  if (faults.length === 0 && completion.length === 0 && refusals.length === 0) return { text: `{"data":${String(data)}}`, code: null };
  const code = refusalCodeOf(principal);
  const refused = refusals.slice(0, maxErrors).map((path) => shownError(code, errorCodes[code].message, path, requestId));
  const failed =
    faults.length > 0
      ? shownFaults(execution, requestId, logger)
      : completion.slice(0, maxErrors).map(({ message, path }) => {
          logger.error('a subgraph answered what the schema does not allow', { requestId, error: message, path });
          return shownError('DOWNSTREAM_SERVICE_ERROR', errorCodes.DOWNSTREAM_SERVICE_ERROR.message, path, requestId);
        });
  const shown = [...refused, ...failed];
  const left = Math.max(faults.length, completion.length, refusals.length) - maxErrors;
  if (left > 0) logger.error('more errors of subgraphs are not told', { requestId, errors: left });
  return { text: `{"errors":${JSON.stringify(shown)},"data":${String(data)}}`, code: shown[0]?.extensions.code ?? null };
}

function shownFaults(execution: Execution, requestId: string, logger: Logger): readonly ShownError[] {
  // Many errors of one fetch explain the same null, which is looked for in all of the data.
  const explained = new Map<string, Path | null>();
  const nullOf = (fetch: FetchPlace): Path | null => {
    const key = JSON.stringify(fetch);
    const known = explained.get(key);
    if (known !== undefined) return known;
    const found = nullExplainedBy(execution.completed().data, fetch);
    explained.set(key, found);
    return found;
  };
  return distinct(execution.faults.slice(0, maxErrors).map((fault) => shownFault(fault, nullOf, requestId, logger)));
}

type Path = readonly (string | number)[];

function shownFault(
  fault: FieldFault | FetchFault,
  nullOf: (fetch: FetchPlace) => Path | null,
  requestId: string,
  logger: Logger,
): ShownError {
  const { subgraph } = fault;
  if (fault.kind === 'fetch') {
    const { cause } = fault;
    // What was not sent is no news: the log says once that the subgraph fails.
    if (cause instanceof AppError) return shownError(cause.code, cause.message, nullOf(fault.fetch), requestId);
    const error = new AppError('DOWNSTREAM_SERVICE_ERROR', undefined, { cause });
    logger.error('a subgraph did not answer', { requestId, subgraph, error });
    return shownError(error.code, error.message, nullOf(fault.fetch), requestId);
  }
  const { error } = fault;
  const path = fault.path?.map((part) => (typeof part === 'string' ? responseNameOf(part) : part)) ?? nullOf(fault.fetch);
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

const shownError = (code: string, message: string, path: Path | null, requestId: string): ShownError => ({
  message,
  ...(path !== null && { path }),
  extensions: { code, requestId },
});

/** A fetch that fails at several places which explain the same null is one error. */
function distinct(errors: readonly ShownError[]): readonly ShownError[] {
  return [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
}
