// Puts fragments in an order in which each comes after those that it spreads, or finds one that spreads itself.
import type { FragmentDefinitionNode } from 'graphql';
import type { Spread, WalkedDefinition } from './walk-definition.ts';

export interface WalkedFragment extends WalkedDefinition {
  readonly definition: FragmentDefinitionNode;
}

export type FragmentOrder =
  | { readonly kind: 'ordered'; readonly fragments: readonly WalkedFragment[] }
  /** `spread` closes a circle. */
  | { readonly kind: 'cyclic'; readonly spread: Spread };

/** Each spread is looked at once (Kahn's algorithm). Spreads of fragments that are not there do not count. */
export function orderFragments(fragments: ReadonlyMap<string, WalkedFragment>): FragmentOrder {
  const users = new Map<WalkedFragment, WalkedFragment[]>();
  const waitsFor = new Map<WalkedFragment, number>();
  for (const fragment of fragments.values()) {
    const used = fragment.spreads.flatMap(({ node }) => fragments.get(node.name.value) ?? []);
    waitsFor.set(fragment, used.length);
    for (const other of used) usersOf(other, users).push(fragment);
  }
  const ordered = [...fragments.values()].filter((fragment) => waitsFor.get(fragment) === 0);
  // Grows while it is read.
  for (const fragment of ordered) {
    for (const user of users.get(fragment) ?? []) {
      const left = (waitsFor.get(user) ?? 0) - 1;
      waitsFor.set(user, left);
      if (left === 0) ordered.push(user);
    }
  }
  if (ordered.length === fragments.size) return { kind: 'ordered', fragments: ordered };
  return { kind: 'cyclic', spread: closingSpread(fragments, new Set(ordered)) };
}

function usersOf(fragment: WalkedFragment, users: Map<WalkedFragment, WalkedFragment[]>): WalkedFragment[] {
  const known = users.get(fragment);
  if (known !== undefined) return known;
  const made: WalkedFragment[] = [];
  users.set(fragment, made);
  return made;
}

/** Each fragment that is not in order spreads another such: following them leads into a circle. */
function closingSpread(fragments: ReadonlyMap<string, WalkedFragment>, ordered: ReadonlySet<WalkedFragment>): Spread {
  const isOpen = ({ node }: Spread): boolean => {
    const fragment = fragments.get(node.name.value);
    return fragment !== undefined && !ordered.has(fragment);
  };
  const seen = new Set<WalkedFragment>();
  let fragment = [...fragments.values()].find((candidate) => !ordered.has(candidate));
  while (fragment !== undefined) {
    const spread = fragment.spreads.find(isOpen);
    if (spread === undefined) break;
    seen.add(fragment);
    fragment = fragments.get(spread.node.name.value);
    if (fragment !== undefined && seen.has(fragment)) return spread;
  }
  throw new Error('Fragments without order have a circle.');
}
