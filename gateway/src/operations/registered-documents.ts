// Registered documents: what a manifest lists is known by id and by text, and some clients may send nothing else.
import type { Logger } from '@tributary/logging';
import { followFile } from '../follow-file.ts';
import type { Asker, GraphQLParameters } from '../pipeline.ts';
import { parseManifest } from './manifest.ts';

export interface RegistrationConfig {
  /** The manifest; null: nothing is registered. */
  readonly file: string | null;
  /** Ids of clients that send registered documents only; `*` is everybody. */
  readonly registeredOnly: readonly string[];
  /** Ids of clients that are free of that. */
  readonly freeText: readonly string[];
}

export interface RegisteredDocuments {
  /** The registered document that a request means by id, by hash or by its text; null when there is none. */
  find(parameters: GraphQLParameters): string | null;
  /** Whether it may be long, deep and so on: its author is one of ours. */
  has(text: string): boolean;
  /** Whether whoever asks may send nothing else. */
  mustBeRegistered(asker: Asker): boolean;
  stop(): Promise<void>;
}

interface Registered {
  readonly byId: ReadonlyMap<string, string>;
  readonly texts: ReadonlySet<string>;
}

/** @throws {FileError} when the manifest cannot be used at the start. Later a bad one changes nothing. */
export async function createRegisteredDocuments(config: RegistrationConfig, logger: Logger): Promise<RegisteredDocuments> {
  let registered: Registered = { byId: new Map(), texts: new Set() };
  const take = async (manifest: string): Promise<void> => {
    registered = registeredIn(manifest);
    logger.info('registered documents are served', { documents: registered.byId.size });
  };
  const { file } = config;
  const following = file === null ? null : await followFile({ file, what: 'manifest of registered documents', logger, take });
  return {
    find: (parameters) => found(parameters, registered),
    has: (text) => registered.texts.has(text),
    mustBeRegistered: policyOf(config),
    stop: async () => following?.stop(),
  };
}

function registeredIn(manifest: string): Registered {
  const byId = parseManifest(manifest);
  return { byId, texts: new Set(byId.values()) };
}

function found({ query, documentId, extensions }: GraphQLParameters, { byId, texts }: Registered): string | null {
  if (texts.size === 0) return null;
  if (query !== null) return texts.has(query) ? query : null;
  const id = documentId ?? hashIn(extensions?.['persistedQuery']);
  return id === null ? null : (byId.get(id) ?? byId.get(id.replace(/^sha256:/, '')) ?? null);
}

function hashIn(persisted: unknown): string | null {
  if (typeof persisted !== 'object' || persisted === null || !('sha256Hash' in persisted)) return null;
  return typeof persisted.sha256Hash === 'string' ? persisted.sha256Hash : null;
}

/**
 * A credential proves the id of a client; a name in a header does not. So either may restrict, but only what is proven may free from a
 * restriction of everybody: a name would be borrowed.
 */
function policyOf({ registeredOnly, freeText }: RegistrationConfig): RegisteredDocuments['mustBeRegistered'] {
  const [restricted, free] = [new Set(registeredOnly), new Set(freeText)];
  if (restricted.size === 0) return () => false;
  return ({ principal, clientName }) => {
    const proven = principal.kind === 'client' ? principal.clientId : principal.kind === 'user' ? principal.apiKeyId : null;
    if (proven !== null && free.has(proven)) return false;
    return restricted.has('*') || (proven !== null && restricted.has(proven)) || (clientName !== null && restricted.has(clientName));
  };
}
