// How the executor asks the subgraphs of one supergraph, for one caller.
import type { SendToSubgraph, Supergraph } from '@tributary/executor';
import type { OperationContext } from '../pipeline.ts';
import type { SubgraphClients } from './subgraph-clients.ts';

/** Gives, for a supergraph, what gives each operation its way to the subgraphs. */
export function createSenders(clients: SubgraphClients): (supergraph: Supergraph) => (context: OperationContext) => SendToSubgraph {
  return ({ subgraphs }) => {
    const urls = new Map(subgraphs.map(({ name, url }) => [name, url]));
    return ({ principal, requestId, client, forwarded, deadline }) =>
      ({ subgraph, operation, body }) => {
        const kind = operation === 'mutation' ? 'mutation' : 'query';
        const call = { operation: kind, body, principal, requestId, client, forwarded, deadline } as const;
        try {
          return clients.of(subgraph, urls.get(subgraph) ?? '').send(call);
        } catch (error) {
          // A supergraph may be composed without addresses: that costs the subgraph's own fields.
          return Promise.reject(error);
        }
      };
  };
}
