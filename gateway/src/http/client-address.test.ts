// Whose address a request has, through proxies of ours and through what others write.
import { describe, expect, it } from 'vitest';
import { createTrustedProxies, isAddressRange } from './client-address.ts';

const proxies = createTrustedProxies(['10.0.0.0/8', '192.168.1.1', 'fd00::/8']);
const clientOf = (address: string | undefined, forwarded?: string) => proxies.clientOf(address, { 'x-forwarded-for': forwarded });

describe('the address of a client', () => {
  it.each([
    ['of the connection', '203.0.113.9', undefined, '203.0.113.9'],
    ['of the connection, whatever a stranger writes', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['behind a proxy', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['behind several proxies', '10.1.2.3', '198.51.100.1, 192.168.1.1,10.9.9.9', '198.51.100.1'],
    ['behind a proxy, not what its client wrote', '10.1.2.3', '10.0.0.1, 127.0.0.1, 198.51.100.1', '198.51.100.1'],
    ['behind a proxy on a socket of both families', '::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['behind a proxy of IPv6', 'fd00::1', '2001:db8::7', '2001:db8::7'],
    ['with a port', '10.1.2.3', '198.51.100.1:4711', '198.51.100.1'],
    ['with a port, of IPv6', '10.1.2.3', '[2001:db8::7]:4711', '2001:db8::7'],
    ['of a proxy that speaks for itself', '10.1.2.3', undefined, '10.1.2.3'],
    ['of the farthest proxy, when all are ours', '10.1.2.3', '10.4.4.4, 10.5.5.5', '10.4.4.4'],
    ['of the proxy that was told nonsense', '10.1.2.3', '198.51.100.1, unknown', '10.1.2.3'],
    ['of the proxy that was told nothing', '10.1.2.3', '', '10.1.2.3'],
    ['of the proxy that was told a comma', '10.1.2.3', ',', '10.1.2.3'],
  ])('is the one %s', (_what, address, forwarded, client) => {
    expect(clientOf(address, forwarded)).toBe(client);
  });

  it('is not known when the connection is gone', () => {
    expect(clientOf(undefined, '198.51.100.1')).toBeNull();
  });

  it('is never forged where there are no proxies', () => {
    expect(createTrustedProxies([]).clientOf('10.1.2.3', { 'x-forwarded-for': '198.51.100.1' })).toBe('10.1.2.3');
  });
});

describe('a network', () => {
  it.each(['10.0.0.1', '10.0.0.0/8', '0.0.0.0/0', '::1', 'fd00::/8', '::/128'])('may be %s', (text) => {
    expect(isAddressRange(text)).toBe(true);
    expect(() => createTrustedProxies([text])).not.toThrow();
  });

  it.each(['', 'proxy', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/', '10.0.0.0/8/8', '::/129', 'fe80::1%eth0', '10.0.0.0/-1'])(
    'is not %j',
    (text) => {
      expect(isAddressRange(text)).toBe(false);
    },
  );
});
