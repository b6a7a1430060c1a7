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

/** Creates a logger. Errors among the fields are written as name, message and stack, their causes included. */
export function createLogger({ service, level = 'info', write, now = () => new Date() }: LoggerOptions): Logger {
  const threshold = logLevels.indexOf(level);
  const writeLine = write ?? ((line: string) => void process.stdout.write(line));
  const loggerWith = (base: LogFields): Logger => {
    const log =
      (lineLevel: LogLevel) =>
      (message: string, fields: LogFields = {}) => {
        if (logLevels.indexOf(lineLevel) < threshold) return;
        const line = { time: now().toISOString(), level: lineLevel, service, message, ...base, ...fields };
        writeLine(`${JSON.stringify(line, plainErrors)}\n`);
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

function plainErrors(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (!(value instanceof Error)) return value;
  return { name: value.name, message: value.message, stack: value.stack, ...(value.cause !== undefined && { cause: value.cause }) };
}
