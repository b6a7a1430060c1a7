// Counts what is executed. A document is read once, between requests; from then on an execution is a count and a look at its variables.
import { setImmediate } from 'node:timers';
import type { Logger } from '@tributary/logging';
import { createOperationReader, type OperationReader, type OperationReading } from '@tributary/usage';
import { type GraphQLSchema, parse } from 'graphql';
import type { OperationSource, ValidOperation, VariableValues } from '../operations/operation-engine.ts';
import type { Asker, Stages } from '../pipeline.ts';
import { createUsageWindow, type UsageWindow, type UsingClient } from './usage-window.ts';

export interface UsageRecorder {
  readonly record: Stages['recordUsage'];
  /** Reads all that waits to be read. */
  settle(): void;
  /** From now on everything is counted in this one. */
  beginWindow(): UsageWindow;
}

export interface RecorderOptions {
  readonly maxOperations: number;
  readonly logger: Logger;
  /** The time of day in milliseconds. */
  readonly now: () => number;
}

/** An execution, and the document that it is of. */
interface Execution {
  readonly operation: ValidOperation;
  readonly source: OperationSource;
  readonly variables: VariableValues;
  readonly client: UsingClient;
}

/** Executions that wait for their documents to be read; more are missed. */
const maxWaiting = 1_000;

export function createUsageRecorder({ maxOperations, logger, now }: RecorderOptions): UsageRecorder {
  const readers = new WeakMap<GraphQLSchema, OperationReader>();
  /** Null for what cannot be read. */
  const readings = new WeakMap<ValidOperation, OperationReading | null>();
  const waiting: Execution[] = [];
  let window = createUsageWindow(maxOperations);

  const count = (reading: OperationReading | null, variables: VariableValues, client: UsingClient): void => {
    if (reading === null) window.miss();
    else window.count(reading, variables, client, now());
  };
  const read = ({ operation, source }: Execution): OperationReading | null => {
    const known = readings.get(operation);
    if (known !== undefined) return known;
    let reading: OperationReading | null = null;
    try {
      const reader = readers.get(source.schema) ?? createOperationReader(source.schema);
      readers.set(source.schema, reader);
      reading = reader(parse(source.text, { noLocation: true }), source.operationName);
    } catch (error) {
      logger.error('the usage of an operation cannot be read', { operation: operation.name, error });
    }
    readings.set(operation, reading);
    return reading;
  };
  const readNext = (): void => {
    const execution = waiting.shift();
    if (execution !== undefined) count(read(execution), execution.variables, execution.client);
  };
  // One at a time: a request that has come meanwhile does not wait for all of them.
  const work = (): void => {
    readNext();
    if (waiting.length > 0) setImmediate(work);
  };
  return {
    record(operation, variables, generation, asker) {
      const client = clientOf(asker);
      const reading = readings.get(operation);
      if (reading !== undefined) count(reading, variables, client);
      else if (waiting.length >= maxWaiting) window.miss();
      else if (waiting.push({ operation, source: generation.sourceOf(operation), variables, client }) === 1) setImmediate(work);
    },
    settle() {
      while (waiting.length > 0) readNext();
    },
    beginWindow() {
      window = createUsageWindow(maxOperations);
      return window;
    },
  };
}

/** The application's name for itself; else the id that its credential proves. */
function clientOf({ principal, clientName, clientVersion }: Asker): UsingClient {
  const proven = principal.kind === 'client' ? principal.clientId : principal.kind === 'user' ? principal.apiKeyId : null;
  return { name: textOf(clientName) ?? proven, version: textOf(clientVersion) };
}

const maxNameLength = 100;

const textOf = (given: string | null): string | null => (given === null || given === '' ? null : given.slice(0, maxNameLength));
