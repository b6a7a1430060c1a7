// Spans of OpenTelemetry, with the names and attributes that @apollo/gateway gives them.
import type { GatewayConfig } from '@apollo/gateway';
import { type Attributes, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { GatewayRequestContext } from './tributary-gateway.ts';

export type Telemetry = GatewayConfig['telemetry'];

/** Does the work of a step, in a span of its own when spans are recorded. `faultsOf`: what of the result counts as failed. */
export type Step = <Result>(
  name: 'validate' | 'plan' | 'execute' | 'fetch' | 'postprocessing',
  attributes: Attributes,
  work: () => Result,
  faultsOf?: (result: Awaited<Result>) => readonly unknown[] | undefined,
) => Result;

/** Without anyone who records spans a request costs one that is none. */
const unrecorded: Step = (_name, _attributes, work) => work();

/** Answers a request in its span. */
export function inRequestSpan<Result extends { readonly errors?: readonly unknown[] }>(
  context: GatewayRequestContext,
  telemetry: Telemetry,
  answer: (step: Step, span: Span) => Promise<Result>,
): Promise<Result> {
  // Not once for all: it may be before anyone is there who records, and this library may be loaded twice.
  const tracer = trace.getTracer('apollo/gateway-js');
  return tracer.startActiveSpan('gateway.request', { attributes: attributesOf(context, telemetry) }, (span) => {
    if (!span.isRecording()) return answer(unrecorded, span);
    return ended(
      span,
      telemetry,
      () => answer(recording(tracer, telemetry), span),
      ({ errors }) => errors,
    );
  });
}

const recording =
  (tracer: Tracer, telemetry: Telemetry): Step =>
  (name, attributes, work, faultsOf) =>
    tracer.startActiveSpan(`gateway.${name}`, { attributes }, (span) => ended(span, telemetry, work, faultsOf));

function ended<Result>(
  span: Span,
  telemetry: Telemetry,
  work: () => Result,
  faultsOf?: (result: Awaited<Result>) => readonly unknown[] | undefined,
): Result {
  const end = (faults: readonly unknown[] = []): void => {
    if (faults.length > 0) span.setStatus({ code: SpanStatusCode.ERROR });
    for (const fault of faults.slice(0, recordable(telemetry))) span.recordException(fault as Error); // whatever was thrown
    span.end();
  };
  try {
    const result = work();
    if (!(result instanceof Promise)) {
      end(faultsOf?.(result as Awaited<Result>)); // no promise
      return result;
    }
    result.then(
      (value) => end(faultsOf?.(value)),
      (error: unknown) => end([error]),
    );
    return result;
  } catch (error) {
    end([error]);
    throw error;
  }
}

function recordable(telemetry: Telemetry): number {
  const limit = telemetry?.recordExceptions ?? false;
  return typeof limit === 'number' ? Math.max(0, limit) : limit ? Number.POSITIVE_INFINITY : 0;
}

function attributesOf({ operationName, source }: GatewayRequestContext, telemetry: Telemetry): Attributes {
  return {
    ...(operationName && { operationName, 'graphql.operation.name': operationName }),
    ...(telemetry?.includeDocument && source && { 'graphql.document': source }),
  };
}
