// The generations of the supergraph: a new one is served when it is ready, and the one before ends when nobody needs it.
import { type LoadOptions, loadSupergraph, type Supergraph } from '@tributary/executor';
import type { Logger } from '@tributary/logging';
import { followFile } from '../follow-file.ts';

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
  readonly planning?: LoadOptions['planning'];
  readonly logger: Logger;
  /** Told of a supergraph that is served from now on. */
  readonly onReload: (supergraph: Supergraph) => void;
  /** How often the file is looked at. */
  readonly pollMs?: number;
}

/** Operations that a new supergraph has planned before it is served, and how long that may put it off. */
const warmed = { operations: 200, ms: 10_000 };

/** @throws {FileError} when the first supergraph cannot be loaded. */
export async function createSupergraphGenerations(options: SupergraphGenerationsOptions): Promise<SupergraphGenerations> {
  const { file, planIn, judge, planning = {}, logger, onReload, pollMs } = options;
  let current: Supergraph | null = null;
  const retiring = new Set<Promise<void>>();
  /** It still plans what it was asked before; those who wait for that shall not hold up the next one. */
  const retire = (former: Supergraph): void => {
    const retired = former.close().catch((error: unknown) => logger.warn('a former supergraph was not closed', { error }));
    retiring.add(retired);
    void retired.then(() => retiring.delete(retired));
  };

  const take = async (supergraphSdl: string): Promise<void> => {
    const next = await loadSupergraph({ supergraphSdl, mode: 'text', planIn, judge, planning });
    const former = current;
    if (former === null) {
      current = next;
      return;
    }
    const warming = next.warm(former.recentOperations(warmed.operations));
    // What cannot be planned now is planned when it is asked for.
    const warm = warming.catch((error: unknown) => logger.warn('a new supergraph is served cold', { error }));
    await Promise.race([warm, timeout(warmed.ms)]);
    current = next;
    onReload(next);
    logger.info('a new supergraph is served', { supergraph: next.id.slice(0, 12) });
    retire(former);
  };
  const following = await followFile({ file, what: 'supergraph', logger, take, ...(pollMs !== undefined && { pollMs }) });
  const served = (): Supergraph => {
    if (current === null) throw new Error('There is no supergraph.');
    return current;
  };
  return {
    current: served,
    async stop() {
      await following.stop();
      await served().close();
      await Promise.all(retiring);
    },
  };
}

const timeout = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
