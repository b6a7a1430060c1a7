// What is counted, written and raised.
import { createLogger } from '@tributary/logging';
import { describe, expect, it } from 'vitest';
import { createCounters } from './counters.ts';
import { createSecurityMonitor, type SecuritySignal } from './security-monitor.ts';

const denied: SecuritySignal = { kind: 'fieldDenied', reason: 'scope', subject: 'user:1', address: '192.0.2.1', requestId: 'r' };

function watched(thresholds = {}) {
  const lines: { level: string; message: string; event: string }[] = [];
  const counters = createCounters();
  const clock = { now: 0 };
  const logger = createLogger({ service: 'test', write: (line) => void lines.push(JSON.parse(line)) });
  const monitor = createSecurityMonitor({ logger, counters, now: () => clock.now, thresholds });
  const report = (times: number) => {
    for (let time = 0; time < times; time += 1) monitor.report(denied);
  };
  return { counters, clock, report, monitor, count: (message: string) => lines.filter((line) => line.message === message).length, lines };
}

describe('the security monitor', () => {
  it('writes a signal as one event with whom, where and which request', () => {
    const { report, lines } = watched();
    report(1);
    expect(lines).toMatchObject([
      {
        level: 'warn',
        message: 'security event',
        event: 'fieldDenied',
        reason: 'scope',
        subject: 'user:1',
        address: '192.0.2.1',
        requestId: 'r',
      },
    ]);
  });

  it('raises one alert in a window, and another in the next', () => {
    const { report, clock, count } = watched({ fieldDenied: 3 });
    report(2);
    expect(count('security alert')).toBe(0);
    report(20);
    expect(count('security alert')).toBe(1);
    clock.now = 60_000;
    report(3);
    expect(count('security alert')).toBe(2);
  });

  it('counts all of a flood and writes only its beginning', () => {
    const { report, counters, count } = watched();
    report(1_000);
    expect(count('security event')).toBe(50);
    expect(counters.samples()).toContainEqual({
      name: 'security_signals_total',
      labels: { kind: 'fieldDenied', reason: 'scope' },
      value: 1_000,
    });
  });

  it('alerts on the first spent refresh token that comes back', () => {
    const { monitor, count } = watched();
    monitor.report({ kind: 'refreshReused', reason: 'spentToken', requestId: 'r' });
    expect(count('security alert')).toBe(1);
  });
});

describe('counters', () => {
  it('have no more series than were declared, whatever comes', () => {
    const counters = createCounters();
    const counter = counters.counter('things_total', { color: ['red', 'blue'] });
    for (let time = 0; time < 1_000; time += 1) counter.add({ color: `made up ${time}` });
    counter.add({ color: 'red' });
    expect(counters.samples()).toEqual([
      { name: 'things_total', labels: { color: 'other' }, value: 1_000 },
      { name: 'things_total', labels: { color: 'red' }, value: 1 },
    ]);
    expect(() => counters.counter('things_total', {})).toThrow('declared twice');
  });
});
