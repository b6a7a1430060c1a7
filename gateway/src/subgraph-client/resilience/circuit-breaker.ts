// Keeps requests from a subgraph that fails, and finds out when it no longer does. Times are milliseconds of one clock.
import { createOutcomeWindow } from './outcome-window.ts';
import type { BreakerSettings } from './settings.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** `unknown`: it ended without saying anything about the subgraph. */
export type Outcome = 'success' | 'failure' | 'unknown';

export interface CircuitBreaker {
  /** Whether `enter` would let a request through now; takes nothing. */
  admits(at: number): boolean;
  /** Lets a request through: gives what `leave` is to be told, in any case. Null: it is not to be sent. */
  enter(at: number): number | null;
  leave(ticket: number, outcome: Outcome, at: number): void;
}

/** `onState` is told of each change. No timer runs: it is the first request after `openMs` that finds the breaker half-open. */
export function createCircuitBreaker(settings: BreakerSettings, onState: (state: BreakerState) => void): CircuitBreaker {
  const { windowMs, minimumCalls, failureRate, openMs, probes } = settings;
  const window = createOutcomeWindow(windowMs);
  let state: BreakerState = 'closed';
  /** Counts the changes of state: what was let through in a former one says nothing of this one. */
  let period = 0;
  let failuresInARow = 0;
  let opensUntil = 0;
  let probing = 0;
  let passed = 0;

  const become = (next: BreakerState): void => {
    state = next;
    period += 1;
    failuresInARow = 0;
    probing = 0;
    passed = 0;
    window.clear();
    onState(next);
  };
  const open = (at: number): void => {
    opensUntil = at + openMs;
    become('open');
  };
  const isFailing = (): boolean =>
    failuresInARow >= minimumCalls || (window.calls() >= minimumCalls && window.failures() >= failureRate * window.calls());

  const leaveClosed = (isFailure: boolean, at: number): void => {
    window.count(isFailure, at);
    if (!isFailure) {
      failuresInARow = 0;
      return;
    }
    failuresInARow += 1;
    if (isFailing()) open(at);
  };
  const leaveProbe = (outcome: Outcome, at: number): void => {
    probing -= 1;
    if (outcome === 'success') passed += 1;
    if (outcome === 'failure') open(at);
    else if (passed === probes) become('closed');
  };
  return {
    admits: (at) => state === 'closed' || (state === 'open' ? at >= opensUntil : probing + passed < probes),
    enter(at) {
      if (state === 'closed') return period;
      if (state === 'open' && at >= opensUntil) become('half-open');
      if (state === 'open' || probing + passed >= probes) return null;
      probing += 1;
      return period;
    },
    leave(ticket, outcome, at) {
      if (ticket !== period) return;
      if (state === 'half-open') leaveProbe(outcome, at);
      else if (outcome !== 'unknown') leaveClosed(outcome === 'failure', at);
    },
  };
}
