// The supergraph file: read at the start, watched afterwards. A bad one is refused and the old one keeps serving.
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { SupergraphManager } from '@apollo/gateway';
import type { Logger } from '@tributary/logging';
import { executableSupergraph } from './executable-supergraph.ts';
import { routingUrlsOf } from './routing-urls.ts';

export interface SupergraphSource {
  /** For `new ApolloGateway({ supergraphSdl })`. */
  readonly manager: SupergraphManager;
  isLoaded(): boolean;
}

export interface SupergraphSourceOptions {
  readonly file: string;
  readonly logger: Logger;
  /** Told the name and the address of each subgraph of a supergraph that is served from now on. */
  readonly onReload: (routingUrls: ReadonlyMap<string, string>) => void;
}

const pollMs = 300;

export function createSupergraphSource({ file, logger, onReload }: SupergraphSourceOptions): SupergraphSource {
  let loaded: string | null = null;
  return {
    isLoaded: () => loaded !== null,
    manager: {
      async initialize({ update }) {
        const first = readFileSync(file, 'utf8');
        const supergraphSdl = executableSupergraph(first);
        loaded = first;
        const reload = () => {
          try {
            const text = readFileSync(file, 'utf8');
            if (text === loaded) return;
            update(executableSupergraph(text));
            loaded = text;
            onReload(routingUrlsOf(text));
            logger.info('a new supergraph is served');
          } catch (error) {
            logger.error('the new supergraph is refused; the old one keeps serving', { error });
          }
        };
        // Polled, not fs.watch: a file that is replaced, or mounted from a ConfigMap, changes without an event.
        watchFile(file, { interval: pollMs }, reload);
        return { supergraphSdl, cleanup: async () => unwatchFile(file, reload) };
      },
    },
  };
}
