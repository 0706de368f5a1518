import { expect, test } from 'vitest';
import { chain, findings, host, link, netns, process, route, rule, without } from '../../testing/fixtures.ts';
import { networkStateSchema } from './network-state.ts';
import { parseJson } from './unreadable.ts';

const parse = (text: string) => parseJson('a.json', text, networkStateSchema);

const { state } = findings(
  host(
    [
      netns('', {
        links: [link('eth0', { peerIfindex: 7, info: { id: 42, learning: false } })],
        routes: [route('default', { nexthops: [{ gateway: '10.0.0.1', device: 'eth0' }, {}] })],
        iptables: { tables: { nat: [chain('POSTROUTING', [rule('-j MASQUERADE', 3)])] }, foreign: ['raw'] },
        nft: [{ table: { family: 'ip', name: 'nat', handle: 1 } }],
      }),
      without(netns(null), 'fdb', 'conntrack'),
    ],
    {
      processes: [process(1, 'init', { net: 4026531833 })],
      leases: [{ network: 'n', address: '10.0.0.9', containerId: 'c', ifname: 'eth0' }],
    },
  ),
  { name: 'worker2', namespaces: [], processes: [], unreadable: 'no answer' },
);

test('what was written is what is read', () => {
  expect(parse(JSON.stringify(state))).toEqual(state);
});

/** What was written with one part of it put in another's place. */
const changed = (part: string, other: string): string => {
  const text = JSON.stringify(state);
  expect(text).toContain(part);
  return text.replace(part, other);
};
test.each([
  ['', 'a.json: not JSON: nothing was printed'],
  ['{"depth": "light"', 'a.json: not JSON'],
  ['[]', 'a.json: at the top: Invalid input: expected object'],
  ['{"unreadable":"gone"}', 'a.json: at depth: Invalid option: expected one of "light"|"full"'],
  [changed('"takenAt":0', '"takenAt":0,"version":2'), 'a.json: at the top: Unrecognized key: "version"'],
  [changed(',"processes":[{"pid":1', ',"processed":[{"pid":1'), 'a.json: at hosts.worker.processes: '],
  [
    changed('"mtu":1500', '"mtu":"1500"'),
    'a.json: at hosts.worker.namespaces.0.links.0.mtu: Invalid input: expected number, received string',
  ],
  [changed('"missing":{"fdb"', '"missing":{"arp"'), 'a.json: at hosts.worker.namespaces.1.missing: '],
])('refused with the place: %#', (text, message) => {
  expect(() => parse(text)).toThrow(message);
});
