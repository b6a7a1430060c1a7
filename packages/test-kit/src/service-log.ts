// What a service of a running system has logged.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LogLine {
  readonly level: string;
  readonly service: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** The JSON lines of a service, the oldest first. */
export function serviceLog(dataDir: string, service: string): LogLine[] {
  const lines = readFileSync(join(dataDir, 'logs', `${service}.log`), 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as LogLine); // a logger writes JSON
}
