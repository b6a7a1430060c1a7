// Usage recording, as it runs: counts kept in memory, written now and then and at the end. Whatever the disk does, requests do not notice.
import { randomBytes } from 'node:crypto';
import type { Logger } from '@tributary/logging';
import { removeSnapshotsBefore, snapshotFile, writeSnapshot } from './snapshot-files.ts';
import { createUsageLog } from './usage-log.ts';
import { createUsageRecorder, type UsageRecorder } from './usage-recorder.ts';
import type { UsageConfig } from './usage-settings.ts';
import type { UsageWindow } from './usage-window.ts';

export interface RunningUsage {
  readonly record: UsageRecorder['record'];
  /** Writes what has not been written. */
  flush(): Promise<void>;
  /** The same, for the last time. */
  stop(): Promise<void>;
}

export interface UsageOptions {
  readonly logger: Logger;
  /** The time of day in milliseconds. */
  readonly now?: () => number;
}

/** Without a configuration nothing is recorded. */
export const startUsage = (config: UsageConfig | null, options: UsageOptions): RunningUsage =>
  config === null ? unrecorded : recording(config, options);

const unrecorded: RunningUsage = { record: () => undefined, flush: async () => undefined, stop: async () => undefined };

/** A window and its file. */
interface Snapshot {
  readonly name: string;
  readonly startedMs: number;
  readonly window: UsageWindow;
  /** Of its executions, how many are in the file. */
  writtenExecutions: number;
}

/** Windows that are over and could not be written; the oldest of more is lost. */
const maxUnwritten = 2;

function recording(config: UsageConfig, { logger, now = Date.now }: UsageOptions): RunningUsage {
  const { folder, maxOperations } = config;
  const writer = randomBytes(4).toString('hex');
  const recorder = createUsageRecorder({ maxOperations, logger, now });
  const log = createUsageLog(logger, folder);
  const begun = (): Snapshot => {
    const startedMs = now();
    return { name: snapshotFile(startedMs, writer), startedMs, window: recorder.beginWindow(), writtenExecutions: 0 };
  };
  let snapshots: readonly Snapshot[] = [begun()]; // the last one is counted in

  const beginWhenOver = (): void => {
    const last = snapshots.at(-1);
    if (last === undefined || now() - last.startedMs < config.windowMinutes * 60_000) return;
    const kept = snapshots.slice(-maxUnwritten);
    for (const lost of snapshots.slice(0, -maxUnwritten)) log.lost(lost.window.executions - lost.writtenExecutions);
    snapshots = [...kept, begun()];
  };
  const write = async (): Promise<void> => {
    beginWhenOver();
    for (const snapshot of snapshots) {
      const { executions } = snapshot.window;
      if (executions === snapshot.writtenExecutions) continue;
      await writeSnapshot(folder, snapshot.name, snapshot.window.lines());
      log.missed(snapshot.window);
      snapshot.writtenExecutions = executions;
    }
    if (snapshots.length === 1) return;
    snapshots = snapshots.slice(-1);
    await removeSnapshotsBefore(folder, now() - config.retentionDays * 86_400_000);
  };
  // One after the other.
  let writing = Promise.resolve();
  const flush = (): Promise<void> => {
    writing = writing.then(write).then(log.written, log.failed);
    return writing;
  };
  const timer = setInterval(flush, config.flushSeconds * 1_000).unref();
  return {
    record: recorder.record,
    flush,
    stop() {
      clearInterval(timer);
      recorder.settle();
      return flush();
    },
  };
}
