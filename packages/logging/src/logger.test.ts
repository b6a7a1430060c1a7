// One JSON line per event.
import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function recorder(level?: 'info' | 'error' | 'silent') {
  const lines: unknown[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  return { lines, logger: createLogger({ service: 'test', write, now: () => new Date(0), ...(level && { level }) }) };
}

it('writes time, level, service, message and fields', () => {
  const { lines, logger } = recorder();
  logger.child({ requestId: 'r' }).info('request', { status: 200, rows: 3n });
  expect(lines).toEqual([
    { time: '1970-01-01T00:00:00.000Z', level: 'info', service: 'test', message: 'request', requestId: 'r', status: 200, rows: '3' },
  ]);
});

it('drops what is below its level', () => {
  const { lines, logger } = recorder('error');
  logger.debug('a');
  logger.info('b');
  logger.warn('c');
  logger.error('d');
  expect(lines).toMatchObject([{ message: 'd' }]);
  const quiet = recorder('silent');
  quiet.logger.error('e');
  expect(quiet.lines).toEqual([]);
});

it('writes an error with its code, its stack and its cause', () => {
  const { lines, logger } = recorder();
  logger.error('failed', { error: new Error('outer', { cause: Object.assign(new TypeError('inner'), { code: 'EINNER' }) }) });
  const stack = expect.stringContaining('logger.test.ts');
  expect(lines).toMatchObject([{ error: { name: 'Error', message: 'outer', stack } }]);
  expect(lines).toMatchObject([{ error: { cause: { name: 'TypeError', message: 'inner', code: 'EINNER', stack } } }]);
});

it('writes an error whole wherever it stands, also one that says itself what its JSON is', () => {
  class Terse extends Error {
    override readonly name = 'Terse';
    readonly code = 'TERSE';
    toJSON() {
      return { message: this.message };
    }
  }
  const { lines, logger } = recorder();
  const error = new Terse('away', { cause: [new Terse('first'), { second: new Terse('second', { cause: 'refused' }) }] });
  logger.error('failed', { error, tried: [{ error }] });
  const terse = (message: string, cause?: unknown) => ({
    name: 'Terse',
    message,
    code: 'TERSE',
    stack: expect.stringContaining('logger.test.ts'),
    ...(cause !== undefined && { cause }),
  });
  const whole = terse('away', [terse('first'), { second: terse('second', 'refused') }]);
  expect(lines).toMatchObject([{ error: whole, tried: [{ error: whole }] }]);
});
