// What the trail says of persons, opened with their keys for whoever may read it.
import type { FieldChange } from '@tributary/subgraph-kit';
import type { AuditEvent } from '../generated/prisma/client.ts';
import { placeOf } from './accept.ts';
import { unseal } from './seal.ts';
import type { KnownSubject } from './subjects.ts';

/** ERASED: the key is destroyed. UNREADABLE: the key does not open it, so somebody changed it. */
export type ValueState = 'KNOWN' | 'ERASED' | 'UNREADABLE';

export interface Origin {
  readonly address: string | null;
  readonly agent: string | null;
}

export interface OpenedChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly state: ValueState;
}

/** Where an entry's actor was; null when it is not known, or no longer. */
export function originOf({ id, sealedOrigin }: AuditEvent, actor: KnownSubject | null): Origin | null {
  const opened = open(sealedOrigin, placeOf(id, 'origin'), actor);
  return opened.state === 'KNOWN' ? (opened.value as Origin) : null; // as accept.ts sealed it
}

export function changesOf({ id, changes, sealedChanges }: AuditEvent, about: KnownSubject | null): OpenedChange[] {
  const all = changes as unknown as readonly FieldChange[]; // as accept.ts wrote it
  const opened = open(sealedChanges, placeOf(id, 'changes'), about);
  const personal = opened.state === 'KNOWN' ? (opened.value as readonly FieldChange[]) : []; // as accept.ts sealed it
  return all.map(({ field, before, after, personal: isPersonal }) => {
    if (!isPersonal) return { field, before, after, state: 'KNOWN' };
    const values = personal.find((one) => one.field === field);
    return { field, before: values?.before ?? null, after: values?.after ?? null, state: opened.state };
  });
}

function open(sealed: string | null, place: string, owner: KnownSubject | null): { state: ValueState; value: unknown } {
  if (sealed === null || owner?.key == null) return { state: 'ERASED', value: null };
  try {
    return { state: 'KNOWN', value: JSON.parse(unseal(owner.key, place, sealed)) };
  } catch {
    return { state: 'UNREADABLE', value: null };
  }
}
