import { isIP } from 'node:net';
import { describe, expect, test } from 'vitest';
import { fuzz } from '../testing/fuzz.ts';
import {
  addressPlus,
  broadcastOf,
  canonicalAddress,
  canonicalDestination,
  familyOf,
  fromBytes,
  inRange,
  networkOf,
  sameAddress,
  splitPrefix,
} from './addresses.ts';

describe('one text for each address (RFC 5952)', () => {
  test.each([
    ['10.0.0.2', '10.0.0.2'],
    ['FD00:0:0:0:0:0:0:2', 'fd00::2'],
    ['2001:0db8::0001', '2001:db8::1'],
    // A single zero group is written out; of two runs the longer is left out, of two alike the first.
    ['2001:db8::1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['fd00:0:0:0:0:0:0:0', 'fd00::'],
    ['::ffff:a00:1', '::ffff:10.0.0.1'],
    ['::FFFF:10.0.0.1', '::ffff:10.0.0.1'],
    ['64:ff9b::10.0.0.1', '64:ff9b::a00:1'],
    ['::1.2.3.4', '::102:304'],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
    expect(canonicalAddress(canonical)).toBe(canonical);
    expect(familyOf(text)).toBe(text.includes(':') ? 'inet6' : 'inet');
  });

  test.each([
    ['fd00::1', 'FD00:0::1', true],
    ['fd00::1', 'fd00::2', false],
    ['10.0.0.1', '::ffff:10.0.0.1', false],
    ['*', '*', true],
    ['*', '::', false],
    ['fe80::1%eth0', 'fe80::1', false],
  ])('%s and %s are the same: %s', (a, b, same) => expect(sameAddress(a, b)).toBe(same));
});

const MALFORMED = [
  '',
  'worker',
  '10.0.0',
  '10.1',
  '167772161',
  '0x7f.0.0.1',
  '010.0.0.1',
  '10.0.0.256',
  '10.0.0.1.',
  '10.0.0.-1',
  ' 10.0.0.1',
  '10.0.0.0/24',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1::2::3',
  ':::',
  '12345::',
  'fd00::g',
  '[::1]',
  'fe80::1%eth0',
  '::ffff:10.0.0.256',
  '::ffff:010.0.0.1',
  '::ffff:0x7f.0.0.1',
  '10.0.0.1::',
];
test.each(MALFORMED)('%j is no address', (text) => {
  expect(familyOf(text)).toBeUndefined();
  expect(canonicalAddress(text)).toBe(text);
  expect(inRange(text, '0.0.0.0/0')).toBeUndefined();
  expect(inRange(text, '::/0')).toBeUndefined();
  for (const calculate of [
    () => networkOf(text, 0),
    () => broadcastOf(text, 0),
    () => addressPlus(text, 0),
  ]) {
    expect(calculate).toThrow(RangeError);
  }
});

test('whatever is drawn is an address to us when it is one to the system', async () => {
  await fuzz(
    500,
    (draw) => {
      const group = () =>
        draw.pick(['0', '00', '1', 'ff', '0db8', 'ABCD', '12345', 'g', '', '10.0.0.1', '256']);
      return Array.from({ length: 1 + draw.below(9) }, group).join(draw.chance(0.8) ? ':' : '.');
    },
    (text) => {
      expect(familyOf(text)).toBe({ 0: undefined, 4: 'inet', 6: 'inet6' }[isIP(text)]);
      if (isIP(text) !== 6) return;
      // The WHATWG's form differs from ours only where an IPv4 address is inside (RFC 5952, section 5).
      const whatwg = new URL(`http://[${text}]/`).hostname.slice(1, -1);
      expect(canonicalAddress(text).replace('::ffff:10.0.0.1', '::ffff:a00:1')).toBe(whatwg);
    },
  );
});

test.each([
  ['192.168.1.77', 24, '192.168.1.0', '192.168.1.255'],
  ['192.168.1.77', 22, '192.168.0.0', '192.168.3.255'],
  ['10.8.74.200', 25, '10.8.74.128', '10.8.74.255'],
  ['255.255.255.255', 1, '128.0.0.0', '255.255.255.255'],
  ['203.0.113.10', 0, '0.0.0.0', '255.255.255.255'],
  ['203.0.113.10', 32, '203.0.113.10', '203.0.113.10'],
  ['fd00:1:2:3:4::9', 64, 'fd00:1:2:3::', 'fd00:1:2:3:ffff:ffff:ffff:ffff'],
  ['fd00:1:2:3:4::9', 61, 'fd00:1:2::', 'fd00:1:2:7:ffff:ffff:ffff:ffff'],
  ['fd00::9', 128, 'fd00::9', 'fd00::9'],
  ['fd00::9', 0, '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['::ffff:10.0.0.77', 120, '::ffff:10.0.0.0', '::ffff:10.0.0.255'],
])('%s/%i is in the network %s, which ends with %s', (address, prefix, first, last) => {
  expect(networkOf(address, prefix)).toBe(first);
  expect(broadcastOf(address, prefix)).toBe(last);
  expect(inRange(address, `${first}/${prefix}`)).toBe(true);
  expect(inRange(last, `${address}/${prefix}`)).toBe(true);
  const beyond = addressPlus(last, 1);
  if (beyond !== undefined) expect(inRange(beyond, `${first}/${prefix}`)).toBe(false);
});

test.each([
  ['10.0.0.1', 33],
  ['10.0.0.1', -1],
  ['10.0.0.1', 1.5],
  ['10.0.0.1', Number.NaN],
  ['fd00::1', 129],
])('%s has no prefix of the length %d', (address, prefix) => {
  expect(() => networkOf(address, prefix)).toThrow(RangeError);
  expect(() => broadcastOf(address, prefix)).toThrow(RangeError);
  expect(inRange(address, `${address}/${prefix}`)).toBeUndefined();
});

test.each([
  ['10.8.79.255', '10.8.64.0/20', true],
  ['10.8.80.0', '10.8.64.0/20', false],
  ['10.8.64.3', '10.8.64.3', true],
  ['10.8.64.4', '10.8.64.3', false],
  ['255.0.0.1', '0.0.0.0/0', true],
  ['10.9.9.9', '10.0.0.0/255.0.0.0', true],
  ['11.9.9.9', '10.0.0.0/255.0.0.0', false],
  ['10.9.9.1', '10.0.0.1/255.0.0.255', true],
  ['10.9.9.2', '10.0.0.1/255.0.0.255', false],
  ['fd00:0:0:1::2', 'fd00::/48', true],
  ['fd00:1::2', 'fd00::/48', false],
  // Of two families none is in the other's ranges, be they of all addresses.
  ['fd00::2', '0.0.0.0/0', false],
  ['10.0.0.2', '::/0', false],
  ['10.0.0.2', '::ffff:0:0/96', false],
  ['10.0.0.2', '10.0.0.0/24/24', undefined],
  ['10.0.0.2', '10.0.0.0/', undefined],
  ['10.0.0.2', '10.0.0.0/x', undefined],
  ['fd00::2', 'fd00::/255.0.0.0', undefined],
  ['10.0.0.2', 'default', undefined],
])('%s in %s: %s', (address, range, is) => expect(inRange(address, range)).toBe(is));

test.each([
  ['10.0.0.255', 1, '10.0.1.0'],
  ['10.0.1.0', -1, '10.0.0.255'],
  ['10.0.0.0', 2n ** 24n, '11.0.0.0'],
  ['255.255.255.255', 1, undefined],
  ['0.0.0.0', -1, undefined],
  ['fd00::ffff', 1, 'fd00::1:0'],
  ['::', -1, undefined],
  ['fd00::', 2n ** 64n, 'fd00:0:0:1::'],
])('%s and %d is %s', (address, steps, sum) => expect(addressPlus(address, steps)).toBe(sum));

test.each([
  [[10, 0, 0, 2], '10.0.0.2'],
  [[0xfd, ...new Uint8Array(14), 2], 'fd00::2'],
])('the bytes %j are %s', (bytes, text) => expect(fromBytes(bytes)).toBe(text));

test.each([
  ['10.0.0.2/24', '10.0.0.2', 24],
  ['10.0.0.2', '10.0.0.2', 32],
  ['fd00::2/64', 'fd00::2', 64],
  ['fd00::2', 'fd00::2', 128],
])('%s is %s and /%i', (text, ip, prefix) => expect(splitPrefix(text)).toEqual({ ip, prefix }));

test.each([
  ['default', 'default'],
  ['0.0.0.0/0', 'default'],
  ['::/0', 'default'],
  ['10.0.0.9/32', '10.0.0.9'],
  ['10.0.0.0/24', '10.0.0.0/24'],
  ['FD00:0::/64', 'fd00::/64'],
  ['fd00:0:0::9/128', 'fd00::9'],
])('%s as ip route prints it: %s', (text, printed) => expect(canonicalDestination(text)).toBe(printed));
