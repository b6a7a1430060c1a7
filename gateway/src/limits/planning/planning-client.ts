// Who is held to account for what planning takes.
import { isIPv6 } from 'node:net';
import { type ClientOrigin, type Principal, subjectOf } from '@tributary/auth-kit';

/** Whoever has signed in, by name; all others by address. */
export function planningClientOf(principal: Principal, { address }: ClientOrigin): string {
  return principal.kind === 'anonymous' ? `address:${networkOf(address ?? '')}` : subjectOf(principal);
}

/** Of IPv6 the first half: whoever has one address there has all that begin so. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groupsOf = (part: string): readonly string[] => part.split(':').filter((group) => group !== '');
  const before = groupsOf(head);
  const zeros = tail === undefined ? 0 : 8 - before.length - groupsOf(tail).length;
  return [...before, ...Array<string>(zeros).fill('0'), ...groupsOf(tail ?? '')].slice(0, 4).join(':');
}
