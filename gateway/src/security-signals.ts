// What the answers of the gateway tell about attacks: refused credentials, denied fields, limits that were hit.
import type { SecurityMonitor, SecurityReason } from '@tributary/monitoring';
import type { Credentials, Pipeline, RateRefusal } from './pipeline.ts';

const limitReasons: Readonly<Record<string, SecurityReason>> = {
  RATE_LIMITED: { kind: 'limitHit', reason: 'rate' },
  OPERATION_TOO_COSTLY: { kind: 'limitHit', reason: 'cost' },
  PLANNING_BUDGET_EXCEEDED: { kind: 'limitHit', reason: 'planning' },
  PAYLOAD_TOO_LARGE: { kind: 'limitHit', reason: 'size' },
};

const documentCodes: ReadonlySet<string> = new Set([
  ...['DOCUMENT_TOO_LARGE', 'TOO_MANY_TOKENS', 'NAME_TOO_LONG', 'DOCUMENT_TOO_NESTED', 'OPERATION_TOO_DEEP', 'INTROSPECTION_TOO_DEEP'],
  ...['INTROSPECTION_TOO_LARGE', 'TOO_MANY_ROOT_FIELDS', 'TOO_MANY_ALIASES', 'TOO_MANY_DIRECTIVES', 'TOO_MANY_DIRECTIVES_AT_ONE_PLACE'],
  ...['TOO_MANY_SELECTIONS', 'FIELD_REPEATED_TOO_OFTEN', 'SELECTIONS_OVERLAP_TOO_MUCH', 'INPUT_TOO_DEEP', 'INPUT_LIST_TOO_LONG'],
  ...['INPUT_TOO_LARGE', 'FRAGMENT_CYCLE'],
]);

/** A pipeline that reports what its answers tell; the answers are the same. */
export function monitoredPipeline(pipeline: Pipeline, monitor: SecurityMonitor): Pipeline {
  return async (request) => {
    const response = await pipeline(request);
    const signal = response.code === null ? null : signalOf(response.code, response.kind, request.credentials);
    if (signal !== null) monitor.report({ ...signal, address: request.client.address, requestId: request.requestId });
    return response;
  };
}

/** The same for addresses that are refused before there is a pipeline for them. */
export function reportedRefusals(
  recentRefusal: (address: string | null) => RateRefusal | null,
  monitor: SecurityMonitor,
): (address: string | null, requestId: string) => RateRefusal | null {
  return (address, requestId) => {
    const refusal = recentRefusal(address);
    if (refusal !== null) monitor.report({ kind: 'limitHit', reason: 'rate', address, requestId });
    return refusal;
  };
}

/** What the first error of an answer is a sign of; null when of nothing. */
export function signalOf(code: string, kind: 'executed' | 'refused', { authorization, apiKey }: Credentials): SecurityReason | null {
  if (code === 'FORBIDDEN') return { kind: 'fieldDenied', reason: 'scope' };
  if (documentCodes.has(code)) return { kind: 'limitHit', reason: 'document' };
  if (code !== 'UNAUTHENTICATED') return limitReasons[code] ?? null;
  if (kind === 'executed' || (authorization === null && apiKey === null)) return { kind: 'fieldDenied', reason: 'anonymous' };
  const isKey = apiKey !== null || /^bearer trb_/i.test(authorization ?? '');
  return { kind: 'credentialRefused', reason: isKey ? 'apiKey' : 'accessToken' };
}
