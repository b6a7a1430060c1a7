// Counts what looks like an attack, writes each as an event, and raises one alert per window when there is too much of it.
import type { Logger } from '@tributary/logging';
import type { Counters } from './counters.ts';

/** Every kind of signal with its reasons: these are all series that there can be. */
const reasons = {
  signInFailed: ['unknownUser', 'wrongPassword', 'notActive', 'tooManyTries'],
  refreshReused: ['spentToken'],
  credentialRefused: ['accessToken', 'apiKey'],
  fieldDenied: ['scope', 'anonymous'],
  limitHit: ['rate', 'document', 'cost', 'planning', 'size'],
} as const;

type Kind = keyof typeof reasons;

/** A kind with one of its reasons. */
export type SecurityReason = { readonly [K in Kind]: { readonly kind: K; readonly reason: (typeof reasons)[K][number] } }[Kind];

export type SecuritySignal = SecurityReason & {
  /** Whom it concerns, such as `user:42`; null when nobody knows. */
  readonly subject?: string | null;
  readonly address?: string | null;
  readonly requestId: string;
};

export interface SecurityMonitor {
  report(signal: SecuritySignal): void;
}

/** How many of a kind within a window are too many. */
export type Threshold = Readonly<Record<Kind, number>>;

export interface SecurityMonitorOptions {
  readonly logger: Logger;
  readonly counters: Counters;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly thresholds?: Partial<Threshold>;
}

const windowMs = 60_000;
/** More events of a kind in a window are counted and not written: an attack shall not fill the disk. */
const writtenPerWindow = 50;
/** Per process and minute. A spent refresh token is a theft or a defect, however rare. */
const standardThresholds: Threshold = { signInFailed: 50, refreshReused: 1, credentialRefused: 100, fieldDenied: 100, limitHit: 500 };

export function createSecurityMonitor({ logger, counters, now = Date.now, thresholds = {} }: SecurityMonitorOptions): SecurityMonitor {
  const signals = counters.counter('security_signals_total', { kind: Object.keys(reasons), reason: Object.values(reasons).flat() });
  const alerts = counters.counter('security_alerts_total', { kind: Object.keys(reasons) });
  const limits = { ...standardThresholds, ...thresholds };
  const windows = new Map<Kind, { readonly until: number; readonly count: number }>();
  const countInWindow = (kind: Kind): number => {
    const current = windows.get(kind);
    const isOver = current === undefined || now() >= current.until;
    const next = isOver ? { until: now() + windowMs, count: 1 } : { ...current, count: current.count + 1 };
    windows.set(kind, next);
    return next.count;
  };
  return {
    report({ kind, reason, subject = null, address = null, requestId }) {
      signals.add({ kind, reason });
      const count = countInWindow(kind);
      if (count <= writtenPerWindow) logger.warn('security event', { event: kind, reason, subject, address, requestId });
      if (count !== limits[kind]) return;
      alerts.add({ kind });
      logger.error('security alert', { event: kind, count, windowSeconds: windowMs / 1_000, reason, requestId });
    },
  };
}
