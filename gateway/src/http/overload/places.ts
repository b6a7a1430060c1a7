// Places for operations in flight: how many there are changes, and no client gets so many of them that others get none.

export interface Places {
  /** Whether the client may have one more. It takes none: that is `enter`, when its request has been read. */
  admits(client: string): boolean;
  enter(client: string): void;
  leave(client: string): void;
  /** From now on; those in flight beyond it end as they would. */
  setLimit(limit: number): void;
  readonly limit: number;
  /** What has happened since this was asked last. */
  takeUse(): PlaceUse;
}

export interface PlaceUse {
  /** The most operations in flight. */
  readonly peak: number;
  readonly inFlight: number;
  /** Operations that have ended. */
  readonly ended: number;
}

/** A client may hold so many times what is free: alone 8 of 9 places, two 8 of 17 each. So there is always some room for one that holds less. */
const shareOfFree = 8;

export function createPlaces(atFirst: number): Places {
  const heldBy = new Map<string, number>();
  let limit = atFirst;
  let inFlight = 0;
  let peak = 0;
  let ended = 0;
  return {
    admits(client) {
      const held = heldBy.get(client);
      // The first place of a client is not taken by others' many: it is counted against clients, not against operations.
      return held === undefined ? heldBy.size < limit : held < shareOfFree * (limit - inFlight);
    },
    enter(client) {
      heldBy.set(client, (heldBy.get(client) ?? 0) + 1);
      inFlight += 1;
      if (inFlight > peak) peak = inFlight;
    },
    leave(client) {
      const held = heldBy.get(client) ?? 0;
      if (held > 1) heldBy.set(client, held - 1);
      else heldBy.delete(client);
      inFlight -= 1;
      ended += 1;
    },
    setLimit(next) {
      limit = next;
    },
    get limit() {
      return limit;
    },
    takeUse() {
      const use = { peak, inFlight, ended };
      peak = inFlight;
      ended = 0;
      return use;
    },
  };
}
