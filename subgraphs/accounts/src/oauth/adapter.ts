// What oidc-provider keeps, by kind: clients and grants in tables of their own, short-lived things as artifacts, access tokens nowhere.
import type { Adapter, AdapterFactory } from 'oidc-provider';
import type { Parts } from '../context.ts';
import { revoke } from '../revocations.ts';
import type { ApiTokens } from './api-tokens.ts';
import { artifacts } from './artifacts.ts';
import { clientMetadata } from './client-metadata.ts';
import { grants, refreshTokens } from './grants.ts';

export type Store = Pick<Parts, 'db' | 'announce'>;

/** A kind that the provider only reads: everything else would be a mistake of ours. */
function readOnly(find: Adapter['find']): Adapter {
  const never = async (): Promise<never> => {
    throw new Error('The provider does not write this.');
  };
  const nothing = async () => undefined;
  return { find, upsert: never, consume: never, destroy: never, findByUid: never, findByUserCode: never, revokeByGrantId: nothing };
}

export function createAdapter(store: Store, apiTokens: Pick<ApiTokens, 'find'>): AdapterFactory {
  const kinds: Readonly<Record<string, Adapter>> = {
    Client: readOnly((id) => clientMetadata(store.db, id)),
    Grant: { ...readOnly(grants(store).find), destroy: grants(store).destroy },
    RefreshToken: { ...readOnly(refreshTokens(store).find), ...refreshTokens(store) },
    AccessToken: readOnly(apiTokens.find),
    ClientCredentials: readOnly(async () => undefined),
  };
  return (kind) => kinds[kind] ?? artifacts(store, kind);
}

/** Refuses one access token. */
export async function revokeToken({ db, announce }: Store, tokenId: string): Promise<void> {
  const revocations = await db.$transaction((transaction) => revoke(transaction, 'TOKEN', [tokenId], new Date()));
  for (const revocation of revocations) announce(revocation);
}
