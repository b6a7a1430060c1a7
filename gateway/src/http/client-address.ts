// Where a client sits: the address of its connection or, behind proxies that are trusted, what they tell of it. What a client tells counts for nothing.
import { BlockList, isIP, isIPv4, SocketAddress } from 'node:net';

/** A network of proxies: `10.0.0.0/8`, `2001:db8::/32`; one address is a network too. */
export interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/**
 * Null for what is no network, for IPv4 in the clothes of IPv6 (which is compared as IPv4), and for the network of all addresses: to trust
 * everybody is to let everybody say who they are.
 */
export function parseNetwork(text: string): Network | null {
  const [given = '', bits, ...rest] = text.trim().split('/');
  const address = normalAddress(given);
  if (address === null || rest.length > 0 || isIP(address) !== isIP(given)) return null;
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const width = family === 'ipv4' ? 32 : 128;
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return null;
  const prefix = bits === undefined ? width : Number(bits);
  return prefix < 1 || prefix > width ? null : { address, prefix, family };
}

/** Whether an address, as `normalAddress` gives it, is in one of the networks. */
export function memberOf(networks: readonly Network[]): (address: string) => boolean {
  if (networks.length === 0) return () => false;
  const list = new BlockList();
  for (const { address, prefix, family } of networks) list.addSubnet(address, prefix, family);
  return (address) => list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** The one way to write an address: no zone, IPv4 as such, IPv6 as RFC 5952 has it. Null when it is none. */
export function normalAddress(text: string): string | null {
  const family = isIP(text);
  if (family === 0) return null;
  if (family === 4) return text;
  const { address } = new SocketAddress({ address: text.split('%', 1)[0] ?? text, family: 'ipv6' });
  return address.startsWith(mapped) && address.includes('.') ? address.slice(mapped.length) : address;
}

const mapped = '::ffff:';

/**
 * Who sent a request that a trusted proxy brought. `X-Forwarded-For` is read from its end, for each proxy appends whom it had it from: the first
 * address there that is no trusted proxy is the client, and what stands before it may be of its own making. Where it names none, it is the
 * proxy that we know of last. `Forwarded` (RFC 7239) is not read: of two headers a proxy writes one and passes the other on as it came.
 */
export function forwardedAddress(proxy: string, forwardedFor: string | undefined, isProxy: (address: string) => boolean): string {
  let known = proxy;
  let end = forwardedFor?.length ?? 0;
  while (forwardedFor !== undefined && end > 0) {
    const comma = forwardedFor.lastIndexOf(',', end - 1);
    const address = hopOf(forwardedFor.slice(comma + 1, end).trim());
    if (address === null) return known;
    if (!isProxy(address)) return address;
    known = address;
    end = comma;
  }
  return known;
}

/** An address of `X-Forwarded-For`, which some write with a port. */
function hopOf(text: string): string | null {
  const { bracketed, dotted } = withPort.exec(text)?.groups ?? {};
  if (bracketed !== undefined && isIPv4(bracketed)) return null;
  return normalAddress(bracketed ?? dotted ?? text);
}

const withPort = /^(?:\[(?<bracketed>[^\]]+)\](?::\d{1,5})?|(?<dotted>[\d.]+):\d{1,5})$/;
