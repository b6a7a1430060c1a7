// The supergraph file: loaded at the start, watched afterwards. A new one is served when it is ready; a bad one changes nothing.
import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type LoadOptions, loadSupergraph, type Supergraph } from '@tributary/executor';
import type { Logger } from '@tributary/logging';

export interface SupergraphGenerations {
  /** The one that new operations begin with; those that run keep theirs. */
  current(): Supergraph;
  stop(): Promise<void>;
}

export interface SupergraphGenerationsOptions {
  readonly file: string;
  readonly planIn: 'worker' | 'thread';
  /** Refuses a document before anything is done with it. */
  readonly judge: LoadOptions['judge'];
  readonly logger: Logger;
  /** Told of a supergraph that is served from now on. */
  readonly onReload: (supergraph: Supergraph) => void;
  /** How often the file is looked at. */
  readonly pollMs?: number;
}

/** Operations that a new supergraph has planned before it is served, and how long that may put it off. */
const warmed = { operations: 200, ms: 10_000 };

/** The first supergraph cannot be served; the message is for whoever started the gateway. */
export class SupergraphError extends Error {
  override readonly name = 'SupergraphError';
}

/** @throws {SupergraphError} when the first supergraph cannot be loaded. */
export async function createSupergraphGenerations(options: SupergraphGenerationsOptions): Promise<SupergraphGenerations> {
  const { file, planIn, judge, logger, onReload, pollMs = 300 } = options;
  const load = (supergraphSdl: string) => loadSupergraph({ supergraphSdl, mode: 'text', planIn, judge });
  let { text, current } = await firstOf(file, load);
  let stopped = false;
  const retiring = new Set<Promise<void>>();
  /** It still plans what it was asked before; those who wait for that shall not hold up the next one. */
  const retire = (former: Supergraph): void => {
    const retired = former.close().catch((error: unknown) => logger.warn('a former supergraph was not closed', { error }));
    retiring.add(retired);
    void retired.then(() => retiring.delete(retired));
  };

  const replace = async (): Promise<void> => {
    const read = await readFile(file, 'utf8');
    if (read === text || stopped) return;
    text = read;
    const next = await load(read);
    const warming = next.warm(current.recentOperations(warmed.operations));
    // What cannot be planned now is planned when it is asked for.
    const warm = warming.catch((error: unknown) => logger.warn('a new supergraph is served cold', { error }));
    await Promise.race([warm, timeout(warmed.ms)]);
    const former = current;
    current = next;
    onReload(next);
    logger.info('a new supergraph is served', { supergraph: next.id.slice(0, 12) });
    retire(former);
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
  // It may have changed while the first one was loaded.
  reload();
  return {
    current: () => current,
    async stop() {
      stopped = true;
      unwatchFile(file, reload);
      await replacing;
      await current.close();
      await Promise.all(retiring);
    },
  };
}

async function firstOf<Loaded>(file: string, load: (text: string) => Promise<Loaded>): Promise<{ text: string; current: Loaded }> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new SupergraphError(`The supergraph ${file} cannot be read: ${reasonOf(cause).split(', ', 1)[0]}.`, { cause });
  });
  const current = await load(text).catch((cause: unknown) => {
    throw new SupergraphError(`The supergraph ${file} cannot be served: ${reasonOf(cause)}`, { cause });
  });
  return { text, current };
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const timeout = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
