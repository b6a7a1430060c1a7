// Where a client sits: the other end of the connection or, when that is a proxy of ours, whom it says that it speaks for.
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

export interface TrustedProxies {
  /** Whether this address is one of ours; never when there is none. */
  has(address: string | undefined): boolean;
  /**
   * The address of a request's client, null when its connection is gone. Each of our proxies adds whom it got the request from at the end of
   * X-Forwarded-For: the last one there that is none of ours is the client. What stands before that, anyone may have written.
   */
  clientOf(address: string | undefined, headers: IncomingHttpHeaders): string | null;
}

/** `ranges` are addresses (`10.0.0.7`) and networks (`10.0.0.0/8`, `fd00::/8`), as `isAddressRange` has them. */
export function createTrustedProxies(ranges: readonly string[]): TrustedProxies {
  const trusted = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    trusted.addSubnet(network, bits === undefined ? bitsOf(network) : Number(bits), familyOf(network));
  }
  const has = (address: string | undefined): boolean =>
    ranges.length > 0 && address !== undefined && isIP(address) !== 0 && trusted.check(address, familyOf(address));
  return {
    has,
    clientOf(address, headers) {
      if (address === undefined || !has(address)) return address ?? null;
      const forwarded = headers['x-forwarded-for'];
      return typeof forwarded === 'string' ? lastStranger(forwarded, address, has) : address;
    },
  };
}

/** Whether a text is an address or a network. */
export function isAddressRange(text: string): boolean {
  const [network = '', bits, ...rest] = text.split('/');
  if (isIP(network) === 0 || network.includes('%') || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= bitsOf(network));
}

function lastStranger(forwarded: string, proxy: string, isTrusted: (address: string) => boolean): string {
  let client = proxy;
  for (let end = forwarded.length; end >= 0; ) {
    const comma = forwarded.lastIndexOf(',', end - 1);
    const hop = addressIn(forwarded.slice(comma + 1, end));
    // What is no address no proxy of ours has written: whom it got the request from is not known, so it counts itself.
    if (hop === null) return client;
    client = hop;
    if (!isTrusted(hop) || comma < 0) return client;
    end = comma;
  }
  return client;
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function addressIn(text: string): string | null {
  const hop = text.trim();
  const address = /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
  return isIP(address) === 0 ? null : address;
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
const bitsOf = (address: string): number => (isIP(address) === 6 ? 128 : 32);
