// Package root: what other parts may import.
export { type Counter, type Counters, createCounters, type Sample } from './counters.ts';
export {
  createSecurityMonitor,
  type SecurityMonitor,
  type SecurityReason,
  type SecuritySignal,
  type Threshold,
} from './security-monitor.ts';
