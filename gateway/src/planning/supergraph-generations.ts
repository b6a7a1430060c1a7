// The supergraph file: loaded at the start, watched afterwards. A new one is served when it is ready; a bad one changes nothing.
import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { loadSupergraph, type Supergraph } from '@tributary/executor';
import type { Logger } from '@tributary/logging';

export interface SupergraphGenerations {
  /** The one that new operations begin with; those that run keep theirs. */
  current(): Supergraph;
  stop(): Promise<void>;
}

export interface SupergraphGenerationsOptions {
  readonly file: string;
  readonly planIn: 'worker' | 'thread';
  readonly logger: Logger;
  /** Told of a supergraph that is served from now on. */
  readonly onReload: (supergraph: Supergraph) => void;
}

const pollMs = 300;
/** Operations that a new supergraph has planned before it is served, and how long that may put it off. */
const warmed = { operations: 200, ms: 10_000 };

/** @throws when the first supergraph cannot be loaded. */
export async function createSupergraphGenerations(options: SupergraphGenerationsOptions): Promise<SupergraphGenerations> {
  const { file, planIn, logger, onReload } = options;
  const load = (supergraphSdl: string) => loadSupergraph({ supergraphSdl, mode: 'text', planIn });
  let text = await readFile(file, 'utf8');
  let current = await load(text);
  let stopped = false;

  const replace = async (): Promise<void> => {
    const read = await readFile(file, 'utf8');
    if (read === text || stopped) return;
    text = read;
    const next = await load(read);
    await Promise.race([next.warm(current.recentOperations(warmed.operations)), timeout(warmed.ms)]);
    const former = current;
    current = next;
    onReload(next);
    logger.info('a new supergraph is served', { supergraph: next.id.slice(0, 12) });
    await former.close();
  };
  // One after the other: a file that changes while it is loaded is loaded again.
  let replacing = Promise.resolve();
  const reload = () => {
    replacing = replacing.then(replace).catch((error: unknown) => {
      logger.error('the new supergraph is refused; the old one keeps serving', { error });
    });
  };
  // Polled, not fs.watch: a file that is replaced, or mounted from a ConfigMap, changes without an event.
  watchFile(file, { interval: pollMs }, reload);
  return {
    current: () => current,
    async stop() {
      stopped = true;
      unwatchFile(file, reload);
      await replacing;
      await current.close();
    },
  };
}

const timeout = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
