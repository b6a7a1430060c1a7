// What has been used since a window began: counts by operation, client and version, bounded in memory.
import { missedLine, type OperationReading, type SeenUses, snapshotLine } from '@tributary/usage';

/** The application that asks, as far as it says so. */
export interface UsingClient {
  readonly name: string | null;
  readonly version: string | null;
}

export interface UsageWindow {
  /** Counts one execution. `nowMs` is the time of day. */
  count(reading: OperationReading, variables: Readonly<Record<string, unknown>>, client: UsingClient, nowMs: number): void;
  /** Counts one execution of which no more is known. */
  miss(): void;
  /** All that was counted. */
  readonly executions: number;
  readonly missed: number;
  /** The snapshot, line by line: what is counted meanwhile may be in it or not. */
  lines(): Generator<string>;
}

/** Names of clients are whatever they say: invented ones must take neither memory nor the place of operations. */
const maxClientsOfOperation = 100;
const maxClientsByOperation = 4;

/** Of all documents together. */
const maxCharacters = 16 * 1024 * 1024;

interface Operation {
  readonly reading: OperationReading;
  readonly clients: Map<string, Usage>;
}

interface Usage {
  readonly client: UsingClient;
  count: number;
  lastMs: number;
  /** Null once variables held more than is looked at: they may have held anything. */
  seen: SeenUses | null;
}

const nobody: UsingClient = { name: null, version: null };

/** Operations beyond `maxOperations` are missed; clients beyond what is kept of them count together, without a name. */
export function createUsageWindow(maxOperations: number): UsageWindow {
  const operations = new Map<string, Operation>();
  let executions = 0;
  let missed = 0;
  let characters = 0;
  let clientsOfAll = 0;

  const admit = (reading: OperationReading): Operation | null => {
    const { document } = reading;
    if (operations.size >= maxOperations || characters + document.length > maxCharacters) return null;
    characters += document.length;
    const operation: Operation = { reading, clients: new Map() };
    operations.set(document, operation);
    return operation;
  };
  const added = (clients: Operation['clients'], client: UsingClient): Usage => {
    const isFull = clients.size >= maxClientsOfOperation || clientsOfAll >= maxClientsByOperation * maxOperations;
    const known = isFull ? clients.get(keyOf(nobody)) : undefined;
    if (known !== undefined) return known;
    const usage: Usage = { client: isFull ? nobody : client, count: 0, lastMs: 0, seen: new Map() };
    clientsOfAll += 1;
    clients.set(keyOf(usage.client), usage);
    return usage;
  };
  return {
    count(reading, variables, client, nowMs) {
      executions += 1;
      const operation = operations.get(reading.document) ?? admit(reading);
      if (operation === null) {
        missed += 1;
        return;
      }
      const usage = operation.clients.get(keyOf(client)) ?? added(operation.clients, client);
      usage.count += 1;
      usage.lastMs = nowMs;
      if (usage.seen !== null && !isRead(reading, variables, usage.seen)) usage.seen = null;
    },
    miss() {
      executions += 1;
      missed += 1;
    },
    get executions() {
      return executions;
    },
    get missed() {
      return missed;
    },
    *lines() {
      if (missed > 0) yield missedLine(missed);
      for (const { reading, clients } of operations.values()) for (const usage of clients.values()) yield lineOf(reading, usage);
    },
  };
}

/** False where anything was passed over: too much, or nested deeper than a stack can follow. Nothing here is a reason to fail a request. */
function isRead(reading: OperationReading, variables: Readonly<Record<string, unknown>>, seen: SeenUses): boolean {
  try {
    return reading.read(variables, seen);
  } catch {
    return false;
  }
}

const keyOf = ({ name, version }: UsingClient): string => `${name ?? ''}\n${version ?? ''}`;

const lineOf = (reading: OperationReading, { client, count, lastMs, seen }: Usage): string =>
  snapshotLine({
    ...{ document: reading.document, name: reading.name, client: client.name, version: client.version },
    ...{ count, lastSeen: new Date(lastMs).toISOString(), uses: reading.uses(seen) },
  });
