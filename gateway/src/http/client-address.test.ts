// Where a client sits: whatever it writes itself, the address is that of the connection or one that a trusted proxy has seen.
import { describe, expect, it } from 'vitest';
import { forwardedAddress, memberOf, type Network, normalAddress, parseNetwork } from './client-address.ts';

const networks = ['10.0.0.0/8', '192.168.7.7', '2001:db8:1::/48'].map((text) => parseNetwork(text) as Network); // each is one
const isProxy = memberOf(networks);
const addressBehind = (forwardedFor: string | undefined) => forwardedAddress('10.0.0.1', forwardedFor, isProxy);

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1'],
  ])('%s is written as %s', (text, address) => expect(normalAddress(text)).toBe(address));

  it.each(['', ' 192.0.2.1', '192.0.2', '192.0.02.1', '192.0.2.1:80', '[::1]', 'unknown', '1', '::g', '192.0.2.1/32'])(
    'is not %j',
    (text) => expect(normalAddress(text)).toBeNull(),
  );
});

describe('a network', () => {
  it.each([
    '',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0/8',
    '::/129',
    '0.0.0.0/0',
    '::/0',
    '::ffff:10.0.0.0/104',
    'proxy',
    '*',
  ])('is not %j', (text) => expect(parseNetwork(text)).toBeNull());

  it('holds its addresses and no others', () => {
    const inside = ['10.0.0.0', '10.255.255.255', '192.168.7.7', '2001:db8:1:ffff::1'];
    const outside = ['9.255.255.255', '11.0.0.0', '192.168.7.8', '2001:db8:2::', '::a00:1'];
    expect([inside.filter(isProxy), outside.filter(isProxy)]).toEqual([inside, []]);
    expect(memberOf([])('10.0.0.1')).toBe(false);
  });
});

describe('X-Forwarded-For of a trusted proxy', () => {
  it.each([
    ['one client', '192.0.2.1', '192.0.2.1'],
    ['what the client wrote before', '203.0.113.9, 192.0.2.1', '192.0.2.1'],
    ['a proxy that the client claims to be', '10.0.0.9, 192.0.2.1', '192.0.2.1'],
    ['several proxies', '192.0.2.1, 10.0.0.2,10.0.0.3 , 2001:db8:1::5', '192.0.2.1'],
    ['an untrusted proxy', '203.0.113.9, 192.0.2.1, 10.0.0.2', '192.0.2.1'],
    ['a port', '192.0.2.1:4711', '192.0.2.1'],
    ['IPv6', '2001:db8::1', '2001:db8::1'],
    ['IPv6 in brackets', '[2001:DB8::1]', '2001:db8::1'],
    ['IPv6 with a port', '[2001:db8::1]:4711', '2001:db8::1'],
    ['IPv4 as IPv6', '::ffff:192.0.2.1', '192.0.2.1'],
    ['a proxy as IPv6', '192.0.2.1, ::ffff:10.0.0.2', '192.0.2.1'],
    ['the same twice', '192.0.2.1, 192.0.2.1', '192.0.2.1'],
    ['nothing', undefined, '10.0.0.1'],
    ['nothing at all', '', '10.0.0.1'],
    ['commas', ',,,', '10.0.0.1'],
    ['proxies alone', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['a name', '192.0.2.1, unknown', '10.0.0.1'],
    ['a name before a proxy', '192.0.2.1, _hidden, 10.0.0.2', '10.0.0.2'],
    ['IPv4 in brackets', '[192.0.2.1]', '10.0.0.1'],
    ['a script', '<script>, 10.0.0.2', '10.0.0.2'],
  ])('with %s tells who it is', (_what, header, address) => expect(addressBehind(header)).toBe(address));

  it('tells the same whatever the client has put before', () => {
    const pieces = [
      '',
      ' ',
      ',',
      '10.0.0.1',
      '203.0.113.9',
      '[::1]:1',
      'for=1.2.3.4',
      '::ffff:10.0.0.1',
      '"',
      '\t',
      '%',
      '2001:db8:1::1',
      '-1',
      '[',
    ];
    const seen = ['192.0.2.1', '192.0.2.1, 10.0.0.2', '2001:db8::1, 10.0.0.2, 10.0.0.3', 'garbage', 'garbage, 10.0.0.2'];
    for (let seed = 1; seed <= 2_000; seed++) {
      const forged = Array.from({ length: seed % 7 }, (_, place) => pieces[(seed * 7_919 + place * 104_729) % pieces.length]).join(
        seed % 2 ? ',' : '',
      );
      for (const honest of seen)
        expect(addressBehind(`${forged},${honest}`), `${forged},${honest}`).toBe(addressBehind(`203.0.113.1,${honest}`));
    }
  });

  it('costs no more than its length', () => {
    expect(addressBehind('10.0.0.2,'.repeat(1_700).slice(0, -1))).toBe('10.0.0.2');
    expect(addressBehind(','.repeat(16_000))).toBe('10.0.0.1');
  });
});
