// When a breaker opens, and how it closes again.
import { describe, expect, it } from 'vitest';
import { type BreakerState, type CircuitBreaker, createCircuitBreaker, type Outcome } from './circuit-breaker.ts';

const settings = { windowMs: 10_000, minimumCalls: 4, failureRate: 0.5, openMs: 1_000, probes: 2 };

function createBreaker(changed: Partial<typeof settings> = {}): { breaker: CircuitBreaker; states: BreakerState[] } {
  const states: BreakerState[] = [];
  return { breaker: createCircuitBreaker({ ...settings, ...changed }, (state) => states.push(state)), states };
}

/** Sends calls one after the other; gives how many were let through. */
function call(breaker: CircuitBreaker, outcomes: readonly Outcome[], at: number): number {
  let sent = 0;
  for (const outcome of outcomes) {
    const ticket = breaker.enter(at);
    if (ticket === null) continue;
    sent += 1;
    breaker.leave(ticket, outcome, at);
  }
  return sent;
}

const times = (count: number, outcome: Outcome): Outcome[] => Array.from({ length: count }, () => outcome);

describe('a closed breaker', () => {
  it('opens when the rate of failures is reached, and lets nothing through then', () => {
    const { breaker, states } = createBreaker();
    call(breaker, ['success', 'success', 'failure'], 0);
    expect([states, breaker.admits(0)]).toEqual([[], true]);
    call(breaker, ['failure'], 0);
    expect([states, breaker.admits(999), breaker.enter(999)]).toEqual([['open'], false, null]);
  });

  it('stays closed below the minimum of calls, whatever their outcome', () => {
    const { breaker, states } = createBreaker();
    call(breaker, times(3, 'failure'), 0);
    expect(states).toEqual([]);
  });

  it('stays closed below the rate', () => {
    const { breaker, states } = createBreaker();
    for (let at = 0; at < 60_000; at += 10) call(breaker, ['success', 'success', 'failure'], at);
    expect(states).toEqual([]);
  });

  it('opens by failures in a row, however many calls were good before', () => {
    const { breaker, states } = createBreaker();
    call(breaker, [...times(1_000, 'success'), ...times(3, 'failure'), 'success', ...times(3, 'failure')], 0);
    expect(states).toEqual([]);
    call(breaker, ['failure'], 0);
    expect(states).toEqual(['open']);
  });

  it('forgets what is older than its window', () => {
    const { breaker, states } = createBreaker();
    call(breaker, ['success', 'failure', 'failure'], 0);
    call(breaker, ['success', 'failure'], 10_001);
    expect(states).toEqual([]);
    call(breaker, ['success', 'failure'], 10_001);
    expect(states).toEqual(['open']);
  });

  it('learns nothing from calls that say nothing', () => {
    const { breaker, states } = createBreaker();
    call(breaker, [...times(100, 'unknown'), ...times(3, 'failure')], 0);
    expect(states).toEqual([]);
  });
});

describe('an open breaker', () => {
  const opened = () => {
    const made = createBreaker();
    call(made.breaker, times(4, 'failure'), 0);
    return made;
  };

  it('lets a bounded number of probes through after its time, and closes when all of them are answered', () => {
    const { breaker, states } = opened();
    const probes = [breaker.enter(1_000), breaker.enter(1_000)];
    expect([probes.includes(null), breaker.enter(1_000), breaker.admits(1_000)]).toEqual([false, null, false]);
    breaker.leave(probes[0] ?? -1, 'success', 1_100);
    expect([states, breaker.admits(1_100)]).toEqual([['open', 'half-open'], false]);
    breaker.leave(probes[1] ?? -1, 'success', 1_200);
    expect([states, breaker.admits(1_200)]).toEqual([['open', 'half-open', 'closed'], true]);
  });

  it('opens again for as long when a probe fails', () => {
    const { breaker, states } = opened();
    call(breaker, ['failure'], 1_500);
    expect([states, breaker.enter(2_499)]).toEqual([['open', 'half-open', 'open'], null]);
    call(breaker, ['success', 'success'], 2_500);
    expect(states).toEqual(['open', 'half-open', 'open', 'half-open', 'closed']);
  });

  it('gives the place of a probe that said nothing to another', () => {
    const { breaker, states } = opened();
    expect(call(breaker, [...times(10, 'unknown'), 'success', 'success'], 1_000)).toBe(12);
    expect(states.at(-1)).toBe('closed');
  });

  it('has a clean window once it is closed', () => {
    const { breaker, states } = opened();
    call(breaker, ['success', 'success', ...times(3, 'failure')], 1_000);
    expect(states.at(-1)).toBe('closed');
  });

  it('is told nothing by what was sent before it opened', () => {
    const { breaker, states } = createBreaker();
    const [early = -1, late = -1] = [breaker.enter(0), breaker.enter(0)].map((ticket) => ticket ?? -1);
    call(breaker, times(4, 'failure'), 0);
    breaker.leave(early, 'success', 500);
    expect(breaker.enter(1_000)).not.toBeNull();
    breaker.leave(late, 'failure', 1_001);
    expect(states).toEqual(['open', 'half-open']);
  });
});
