import { expect, test } from 'vitest';
import { architectureOf, findCard, type MachineFacts, obstacles, parseFacts } from './facts.ts';

const LINES = [
  'missing nft',
  'link eth0 52:54:00:00:00:01 1500 ssh',
  'link eth1 02:57:42:00:00:03 1500 -',
  'link eth2 52:54:00:00:00:02 1450 default-route',
  'free 40960',
];
const facts = parseFacts(LINES, '6.1.0-37-cloud-amd64', 'x86_64');
const good: MachineFacts = { ...facts, missing: [] };

test('the lines of a machine', () => {
  expect(facts).toEqual({
    kernel: '6.1.0-37-cloud-amd64',
    machine: 'x86_64',
    missing: ['nft'],
    links: [
      { name: 'eth0', mac: '52:54:00:00:00:01', mtu: 1500, carries: 'ssh' },
      { name: 'eth1', mac: '02:57:42:00:00:03', mtu: 1500 },
      { name: 'eth2', mac: '52:54:00:00:00:02', mtu: 1450, carries: 'default-route' },
    ],
    freeKib: 40960,
  });
  expect(architectureOf(facts)).toBe('x64');
  expect(architectureOf({ machine: 'aarch64' })).toBe('arm64');
  expect(architectureOf({ machine: 'riscv64' })).toBeUndefined();
});

test.each([
  ['eth1', 'eth1'],
  ['02:57:42', 'eth1'],
  ['52:54:00:00:00:02', 'eth2'],
  ['02:57:4', undefined],
  ['02', undefined],
  ['eth9', undefined],
])('the card %s is %s', (wanted, name) => {
  expect(findCard(facts.links, wanted)?.name).toBe(name);
});

const PACKAGES = [
  { command: 'nft', package: 'nftables' },
  { command: 'ip', package: 'iproute2' },
];
const OBSTACLES: readonly [why: string, facts: MachineFacts, card: string, found: RegExp, remedy: RegExp][] =
  [
    ['an old kernel', { ...good, kernel: '5.10.0-28-amd64' }, 'eth1', /older than 5\.14/, /Debian 12/],
    ['another processor', { ...good, machine: 'riscv64' }, 'eth1', /riscv64/, /x86_64/],
    ['a missing tool', facts, 'eth1', /nft/, /on worker: sudo apt-get install .*nftables$/],
    ['a full /run', { ...good, freeKib: 12 }, 'eth1', /12 KiB/, /make room in \/run on worker/],
    ['no such card', good, 'eth7', /"eth7".*eth1 \(02:57:42:00:00:03\)/, /`interface`/],
    ['the card of ssh', good, 'eth0', /carries this very connection/, /another card/],
    ['the card of the default route', good, 'eth2', /default route/, /another card/],
    [
      'a small MTU',
      { ...good, links: [{ name: 'eth1', mac: '', mtu: 1400 }] },
      'eth1',
      /1400 bytes at most/,
      /mtu 1500/,
    ],
  ];

test('nothing stands against a good machine', () => {
  expect(obstacles('worker', good, '02:57:42', PACKAGES)).toEqual([]);
});

test.each(OBSTACLES)('%s is an obstacle with its remedy', (_, machine, card, found, remedy) => {
  const [first, ...more] = obstacles('worker', machine, card, PACKAGES);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ feature: 'worker', verdict: 'missing' });
  expect(first?.found).toMatch(found);
  expect(first?.remedy).toMatch(remedy);
});
