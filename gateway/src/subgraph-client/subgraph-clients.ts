// The clients of all subgraphs, each made once for its name and address.
import type { ServiceKeys } from '@tributary/auth-kit';
import type { Logger } from '@tributary/logging';
import type { ResilienceSettings } from './resilience/settings.ts';
import { createSubgraphClient, type SubgraphClient } from './subgraph-client.ts';

export interface SubgraphClients {
  /** The client of a subgraph that a supergraph names. */
  of(name: string, routingUrl: string): SubgraphClient;
  /** The same for whoever keeps it: it stays open until `close`. */
  kept(name: string, routingUrl: string): SubgraphClient;
  /** Closes what neither these subgraphs (name -> address) nor a kept client use, once its running calls have ended. */
  closeUnused(routingUrls: ReadonlyMap<string, string>): void;
  close(): Promise<void>;
}

export interface SubgraphClientsOptions {
  readonly keys: ServiceKeys | null;
  resilienceOf(name: string): ResilienceSettings;
  readonly deduplicate: boolean;
  /** Where a subgraph is, when not where the supergraph says. */
  urlOf(name: string): string | null;
  readonly logger: Logger;
}

export function createSubgraphClients({ urlOf, resilienceOf, ...options }: SubgraphClientsOptions): SubgraphClients {
  const { logger } = options;
  const clients = new Map<string, SubgraphClient>();
  const kept = new Set<string>();
  const urlFor = (name: string, routingUrl: string): string => urlOf(name) ?? routingUrl;
  const keys = new Map<string, string>();
  /** Asked for with each call, so made once. */
  const keyOf = (name: string, routingUrl: string): string => {
    const asked = `${name} ${routingUrl}`;
    const known = keys.get(asked);
    if (known !== undefined) return known;
    const key = `${name} ${urlFor(name, routingUrl)}`;
    keys.set(asked, key);
    return key;
  };
  const of: SubgraphClients['of'] = (name, routingUrl) => {
    const key = keyOf(name, routingUrl);
    const existing = clients.get(key);
    if (existing !== undefined) return existing;
    const created = createSubgraphClient({ ...options, name, url: urlFor(name, routingUrl), resilience: resilienceOf(name) });
    clients.set(key, created);
    return created;
  };
  return {
    of,
    kept(name, routingUrl) {
      kept.add(keyOf(name, routingUrl));
      return of(name, routingUrl);
    },
    closeUnused(routingUrls) {
      const used = new Set([...kept, ...[...routingUrls].map(([name, url]) => keyOf(name, url))]);
      for (const [key, client] of clients) {
        if (used.has(key)) continue;
        // An operation that was planned before may still ask there: it gets a new client, which the next reload closes.
        clients.delete(key);
        client.end().catch((error: unknown) => logger.warn('the connections to a former subgraph were not closed', { error }));
      }
    },
    close: async () => void (await Promise.all([...clients.values()].map((one) => one.close()))),
  };
}
