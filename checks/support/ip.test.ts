import { expect, test } from 'vitest';
import { broadcastOf, canonicalDestination, inRange, networkOf } from './ip.ts';

test.each([
  ['192.168.1.77', 24, '192.168.1.0', '192.168.1.255'],
  ['192.168.1.77', 22, '192.168.0.0', '192.168.3.255'],
  ['10.8.74.200', 25, '10.8.74.128', '10.8.74.255'],
  ['255.255.255.255', 1, '128.0.0.0', '255.255.255.255'],
  ['203.0.113.10', 0, '0.0.0.0', '255.255.255.255'],
  ['203.0.113.10', 32, '203.0.113.10', '203.0.113.10'],
])('%s/%i is in the network %s, which ends with %s', (address, prefix, first, last) => {
  expect(networkOf(address, prefix)).toBe(first);
  expect(broadcastOf(address, prefix)).toBe(last);
});

test.each([
  ['10.8.79.255', '10.8.64.0/20', true],
  ['10.8.80.0', '10.8.64.0/20', false],
  ['10.8.64.3', '10.8.64.3', true],
  ['10.8.64.4', '10.8.64.3', false],
  ['255.0.0.1', '0.0.0.0/0', true],
])('%s in %s: %s', (address, range, is) => expect(inRange(address, range)).toBe(is));

test('destinations as ip route prints them', () => {
  expect(['0.0.0.0/0', '10.0.0.9/32', '10.0.0.0/24'].map(canonicalDestination)).toEqual([
    'default',
    '10.0.0.9',
    '10.0.0.0/24',
  ]);
});
