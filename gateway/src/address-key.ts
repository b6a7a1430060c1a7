// Who stands behind an address: one machine, or, in IPv6, one network.
import { isIPv6 } from 'node:net';

/**
 * IPv4 as it is, also when it is written as IPv6; of IPv6 the first 64 bits, for whoever has one such address has all of its network.
 * What is no address is itself.
 */
export function addressKeyOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = mappedV4.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(address) ? networkOf(address) : address;
}

const mappedV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The first four groups, zeros written out. A zone (`%eth0`) stands behind them. */
function networkOf(address: string): string {
  const [left = '', right] = address.split('::');
  const before = left === '' ? [] : left.split(':');
  const after = right === undefined || right === '' ? [] : right.split(':');
  // An IPv4 at the end stands for two groups.
  const groups = before.length + after.length + (address.includes('.') ? 1 : 0);
  const all = [...before, ...Array.from({ length: 8 - groups }, () => '0'), ...after];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
