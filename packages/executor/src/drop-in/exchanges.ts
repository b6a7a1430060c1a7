// What goes to subgraphs and comes back, recorded for a trace.
import { google, Trace } from '@apollo/usage-reporting-protobuf';
import { isObject, own } from '../execute/objects.ts';
import type { Send, SubgraphAnswer, SubgraphRequest } from '../execute/run.ts';
import type { PreparedOperation } from '../prepared-operation.ts';
import { decodeTrace } from './subgraph-trace.ts';
import type { GatewayRequestContext } from './tributary-gateway.ts';

/** One request to a subgraph. */
export interface Exchange {
  readonly request: SubgraphRequest;
  /** When it was sent and answered, and the subgraph's trace of all of it. */
  readonly told: Trace.QueryPlanNode.FetchNode;
}

/** Has subgraphs trace what they answer. */
export const traceHeader = ['apollo-federation-include-trace', 'ftv1'] as const;

export const isTraced = ({ metrics }: GatewayRequestContext): boolean => metrics.captureTraces === true;

/** Sends as `send` does, and adds each request to `exchanges` when it is sent. */
export function recording(send: Send, exchanges: Exchange[], operation: PreparedOperation, context: GatewayRequestContext): Send {
  return async (request) => {
    const told = new Trace.QueryPlanNode.FetchNode({ serviceName: request.subgraph, ...sentNow(context) });
    exchanges.push({ request, told });
    const answer = parsed(await send(request));
    if (typeof answer === 'string') return answer;
    told.receivedTime = now();
    const { extensions } = answer;
    const ftv1 = isObject(extensions) ? own(extensions, 'ftv1') : undefined;
    if (!ftv1) return answer;
    try {
      told.trace = decodeTrace(ftv1, operation);
      told.traceParsingFailed = false;
    } catch (error) {
      context.logger.error(`error decoding federated trace from ${request.subgraph}: ${String(error)}`);
      told.traceParsingFailed = true;
    }
    return answer;
  };
}

/** What is no JSON object is left to whoever takes the answer: it counts as none. */
function parsed(answer: SubgraphAnswer): SubgraphAnswer {
  if (typeof answer !== 'string') return answer;
  try {
    const value: unknown = JSON.parse(answer);
    return isObject(value) ? value : answer;
  } catch {
    return answer;
  }
}

function sentNow({ metrics: { startHrTime } }: GatewayRequestContext): Trace.QueryPlanNode.IFetchNode {
  const sentTime = now();
  if (startHrTime === undefined) return { sentTime };
  const [seconds, nanos] = process.hrtime(startHrTime);
  return { sentTime, sentTimeOffset: seconds * 1e9 + nanos };
}

function now(): google.protobuf.Timestamp {
  const totalMs = Date.now();
  const ms = totalMs % 1_000;
  return new google.protobuf.Timestamp({ seconds: (totalMs - ms) / 1_000, nanos: ms * 1e6 });
}
