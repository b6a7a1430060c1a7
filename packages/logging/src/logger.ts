// A logger that writes one JSON line per event.

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];
export type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  readonly service: string;
  /** Lines below this level are dropped. */
  readonly level?: LogLevel;
  /** Where a line goes; standard output unless a test says otherwise. */
  readonly write?: (line: string) => void;
  readonly now?: () => Date;
}

/** Creates a logger. Errors among the fields, at any depth, are written as name, message, code, stack and cause. */
export function createLogger({ service, level = 'info', write, now = () => new Date() }: LoggerOptions): Logger {
  const threshold = logLevels.indexOf(level);
  const writeLine = write ?? writeSoon;
  const loggerWith = (base: LogFields): Logger => {
    const log =
      (lineLevel: LogLevel) =>
      (message: string, fields: LogFields = {}) => {
        if (logLevels.indexOf(lineLevel) < threshold) return;
        const line = { time: now().toISOString(), level: lineLevel, service, message, ...base, ...fields };
        writeLine(`${isPlain(line) ? JSON.stringify(line) : JSON.stringify(line, plainErrors)}\n`);
      };
    return {
      debug: log('debug'),
      info: log('info'),
      warn: log('warn'),
      error: log('error'),
      child: (fields) => loggerWith({ ...base, ...fields }),
    };
  };
  return loggerWith({});
}

/** Most lines have neither errors nor anything else that JSON.stringify alone would lose; a replacer takes it several times as long. */
function isPlain(fields: LogFields): boolean {
  for (const name in fields) {
    const value = fields[name];
    if ((typeof value === 'object' && value !== null) || typeof value === 'bigint') return false;
  }
  return true;
}

/** For JSON.stringify, whose `value` is already what a `toJSON` made of it: an error of GraphQL would have lost its stack and cause. */
function plainErrors(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const error = this[key];
  if (!(error instanceof Error)) return typeof value === 'bigint' ? value.toString() : value;
  const { name, message, code, stack, cause } = error as Error & { readonly code?: unknown }; // absent in many
  return { name, message, code, stack, cause };
}

let pending = '';
let endsWithProcess = false;

/** The lines of one turn of the event loop in one write: a write is the larger part of what a line costs. None is lost when the process ends. */
function writeSoon(line: string): void {
  if (pending === '') setImmediate(flush);
  pending += line;
  if (!endsWithProcess) process.on('exit', flush);
  endsWithProcess = true;
}

function flush(): void {
  if (pending === '') return;
  const lines = pending;
  pending = '';
  process.stdout.write(lines);
}
