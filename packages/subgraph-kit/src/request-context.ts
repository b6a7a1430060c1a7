// What every resolver of every subgraph can know about its request.
import type { ClientOrigin, Principal } from '@tributary/auth-kit';
import type { Logger } from '@tributary/logging';

export interface RequestContext {
  readonly principal: Principal;
  /** The service that signed the request: the gateway or a sibling. */
  readonly caller: string;
  readonly requestId: string;
  /** Where the request entered the system; null when a service calls for itself. */
  readonly client: ClientOrigin | null;
  readonly logger: Logger;
}
