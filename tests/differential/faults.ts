// Faults of subgraphs, as plain data. Each is tied to content (a field of an object, an entity), never to the number or the order of requests:
// executors batch and deduplicate differently, and must fail alike.
//
// What cannot be tied to content is "the n-th request": it does not exist here. A fault of a whole request is tied to one root field, or to one entity
// with one field asked of it; an executor that put more into that request than stock does has to ask again for the rest.

/** Faults of one field of one object: what the subgraph says of it is untrue. */
export const fieldFaultKinds = ['null', 'missing', 'wrong-leaf', 'wrong-shape', 'null-item', 'error', 'error-with-code'] as const;
/** Faults of one object. */
export const objectFaultKinds = ['bad-typename', 'extra-keys', 'no-entity', 'entity-error'] as const;
/** Faults of the list of entities. */
export const listFaultKinds = ['entities-short', 'entities-long', 'entities-not-list', 'entities-null', 'stray-error'] as const;
/** Faults of a whole answer. */
export const requestFaultKinds = [
  'http-500-text',
  'http-500-json',
  'http-401',
  'http-403',
  'reset',
  'timeout',
  'html',
  'empty',
  'half',
  'data-null',
  'errors-only',
  'not-an-object',
] as const;

export type FieldFaultKind = (typeof fieldFaultKinds)[number];
export type ObjectFaultKind = (typeof objectFaultKinds)[number];
export type ListFaultKind = (typeof listFaultKinds)[number];
export type RequestFaultKind = (typeof requestFaultKinds)[number];
export type FaultKind = FieldFaultKind | ObjectFaultKind | ListFaultKind | RequestFaultKind;

export interface Fault {
  readonly kind: FaultKind;
  readonly subgraph: string;
  /** `Type:id` of the object; `Query:0` and `Mutation:0` are the roots. */
  readonly object: string;
  /** Field of the object; with faults of whole answers, one that is asked of it at the top of the request. Any if empty. */
  readonly field: string;
  /** Which of several forms. */
  readonly variant: number;
}

const kinds = { field: fieldFaultKinds, object: objectFaultKinds, list: listFaultKinds, request: requestFaultKinds };

export function isOf<Scope extends keyof typeof kinds>(scope: Scope, kind: FaultKind): kind is (typeof kinds)[Scope][number] {
  return (kinds[scope] as readonly string[]).includes(kind); // a member of the tuple is a member of the wider list
}

/** What a subgraph was asked, by content; faults are chosen among it, so that they are met. */
export interface Touched {
  readonly subgraph: string;
  readonly object: string;
  readonly field: string;
  /** Whether the field stood at the top of a request: below the root, or below `_entities`. */
  readonly top: boolean;
}
