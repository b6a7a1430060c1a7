// Which answers are signs of an attack, and of which.
import { createLogger } from '@tributary/logging';
import { createCounters, createSecurityMonitor } from '@tributary/monitoring';
import { describe, expect, it } from 'vitest';
import type { IncomingRequest, OperationResponse } from './pipeline.ts';
import { monitoredPipeline, signalOf } from './security-signals.ts';

const none = { authorization: null, apiKey: null, session: null };

describe('a signal', () => {
  it.each([
    ['FORBIDDEN', 'executed', none, { kind: 'fieldDenied', reason: 'scope' }],
    ['UNAUTHENTICATED', 'executed', none, { kind: 'fieldDenied', reason: 'anonymous' }],
    [
      'UNAUTHENTICATED',
      'refused',
      { authorization: 'Bearer eyJ', apiKey: null, session: null },
      { kind: 'credentialRefused', reason: 'accessToken' },
    ],
    [
      'UNAUTHENTICATED',
      'refused',
      { authorization: 'Bearer trb_1', apiKey: null, session: null },
      { kind: 'credentialRefused', reason: 'apiKey' },
    ],
    [
      'UNAUTHENTICATED',
      'refused',
      { authorization: null, apiKey: 'trb_1', session: null },
      { kind: 'credentialRefused', reason: 'apiKey' },
    ],
    ['RATE_LIMITED', 'refused', none, { kind: 'limitHit', reason: 'rate' }],
    ['OPERATION_TOO_DEEP', 'refused', none, { kind: 'limitHit', reason: 'document' }],
    ['OPERATION_TOO_COSTLY', 'refused', none, { kind: 'limitHit', reason: 'cost' }],
    ['GRAPHQL_PARSE_FAILED', 'refused', none, null],
    ['DOWNSTREAM_SERVICE_ERROR', 'executed', none, null],
  ] as const)('of %s (%s)', (code, kind, credentials, signal) => {
    expect(signalOf(code, kind, credentials)).toEqual(signal);
  });
});

it('a monitored pipeline answers the same, and counts what was refused', async () => {
  const counters = createCounters();
  const monitor = createSecurityMonitor({ logger: createLogger({ service: 'gateway', level: 'silent' }), counters });
  const answer = {
    kind: 'refused',
    code: 'RATE_LIMITED',
    text: '{}',
    error: null,
    operationName: null,
    standings: [],
    renewedSession: null,
  } as OperationResponse;
  const request = { requestId: 'r', credentials: none, client: { address: '192.0.2.1', agent: null } } as unknown as IncomingRequest; // what it reads of one
  expect(await monitoredPipeline(async () => answer, monitor)(request)).toBe(answer);
  expect(counters.samples()).toEqual([{ name: 'security_signals_total', labels: { kind: 'limitHit', reason: 'rate' }, value: 1 }]);
});
