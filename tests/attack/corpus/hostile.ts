// The worst documents that we know: each is small, and each would keep a gateway without limits busy.
import { type HostileDocument, inBothOrders } from './hostile-document.ts';
import { hostileFragments } from './hostile-fragments.ts';
import { hostileStructures } from './hostile-structures.ts';
import { hostileTexts } from './hostile-texts.ts';

export type { HostileDocument } from './hostile-document.ts';

/** Made for the graph in contract/. Names are unique. */
export const hostileDocuments: readonly HostileDocument[] = [...hostileTexts, ...hostileStructures, ...hostileFragments].flatMap(
  inBothOrders,
);
