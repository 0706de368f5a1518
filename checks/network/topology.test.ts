import { describe, expect, it } from 'vitest';
import { DEFAULT_TOPOLOGY } from './default-topology.ts';
import {
  addressFor,
  hostNames,
  hostOf,
  type LabHost,
  selectHosts,
  type Topology,
  topologySchema,
} from './topology.ts';
import { hostsApart } from './topology-rules.ts';

/** Two segments, a host that joins them, and one on each. */
const TWO = {
  segments: [
    { name: 'left', subnet: '10.1.0.0/24', subnet6: 'fd00:1::/64' },
    { name: 'right', subnet: '10.2.0.0/24', router: '10.2.0.254' },
  ],
  hosts: [
    {
      name: 'ann',
      interfaces: [{ segment: 'left', address: '10.1.0.2', address6: 'fd00:1::2' }],
      gateway: '10.1.0.1',
    },
    {
      name: 'gate',
      interfaces: [
        { segment: 'left', address: '10.1.0.1' },
        { segment: 'right', address: '10.2.0.1' },
      ],
      forwards: true,
    },
    { name: 'bob', interfaces: [{ segment: 'right', address: '10.2.0.2' }], gateway: '10.2.0.1' },
  ],
};
type Draft = Record<string, unknown> & {
  segments: Record<string, unknown>[];
  hosts: Record<string, unknown>[];
};

/** The topology with something else at a path: `hosts.0.name`. */
function withAt(path: string, value: unknown): unknown {
  const draft = structuredClone(TWO) as Draft;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const place = keys.reduce<Record<string, unknown>>(
    (inner, key) => inner[key] as Record<string, unknown>,
    draft,
  );
  place[last] = value;
  return draft;
}

it('accepts what is sound', () => {
  expect(topologySchema.parse(TWO)).toEqual(TWO);
  expect(hostNames(DEFAULT_TOPOLOGY)).toHaveLength(4);
});

const MALFORMED: readonly (readonly [name: string, path: string, value: unknown, message: RegExp])[] = [
  ['no hosts', 'hosts', [], /must name at least one host/],
  ['no segments', 'segments', [], /must have at least one segment/],
  [
    'more hosts than a sandbox bears',
    'hosts',
    Array.from({ length: 13 }, () => TWO.hosts[0]),
    /must be at most 12/,
  ],
  ['a name in capitals', 'hosts.0.name', 'Ann', /lower-case letters/],
  ['a name that begins with a digit', 'hosts.0.name', '1st', /lower-case letters/],
  ['a name that is too long for an interface', 'hosts.0.name', 'a-name-of-sixteen', /at most 15 characters/],
  ['a name that means all links', 'hosts.0.name', 'all', /must be none of all, /],
  [
    'a name whose second link is too long',
    'hosts.1.name',
    'gate-of-14-char',
    /gate-of-14-char\.1 has more than 15/,
  ],
  ['a name twice', 'hosts.2.name', 'ann', /given twice/],
  ['a host with a segment’s name', 'hosts.2.name', 'left', /given twice/],
  ['a segment twice', 'segments.1.name', 'left', /given twice/],
  ['a host without an interface', 'hosts.0.interfaces', [], /at least one interface/],
  ['an unknown segment', 'hosts.2.interfaces.0.segment', 'middle', /must be one of the segments left, right/],
  [
    'an address that is none',
    'hosts.2.interfaces.0.address',
    '10.2.0',
    /must be an address such as 10\.1\.0\.2/,
  ],
  ['an IPv6 address in the place of IPv4', 'hosts.2.interfaces.0.address', 'fd00::1', /such as 10\.1\.0\.2/],
  [
    'an address outside of its segment',
    'hosts.2.interfaces.0.address',
    '10.1.0.9',
    /must be in 10\.2\.0\.0\/24, the segment right/,
  ],
  [
    'the network’s own address',
    'hosts.2.interfaces.0.address',
    '10.2.0.0',
    /it means the whole of 10\.2\.0\.0\/24/,
  ],
  ['the broadcast address', 'hosts.2.interfaces.0.address', '10.2.0.255', /it means the whole/],
  ['an address twice', 'hosts.2.interfaces.0.address', '10.2.0.1', /given twice/],
  ['the router’s address', 'hosts.2.interfaces.0.address', '10.2.0.254', /given twice/],
  [
    'an IPv6 address twice, written differently',
    'hosts.1.interfaces.0.address6',
    'fd00:1:0::2',
    /given twice/,
  ],
  [
    'an IPv6 address outside of its segment',
    'hosts.0.interfaces.0.address6',
    'fd00:2::2',
    /must be in fd00:1::\/64/,
  ],
  [
    'an IPv6 address on a segment without',
    'hosts.2.interfaces.0.address6',
    'fd00:1::9',
    /right has no subnet6/,
  ],
  ['a subnet with host bits', 'segments.1.subnet', '10.2.0.1/24', /a network's address: 10\.2\.0\.0\/24/],
  ['a subnet without a length', 'segments.1.subnet', '10.2.0.0', /must be a network such as/],
  ['a subnet without room', 'segments.1.subnet', '10.2.0.0/31', /from 1 to 30/],
  ['an IPv6 subnet in the place of IPv4', 'segments.1.subnet', 'fd00:2::/64', /such as 10\.1\.0\.0\/24/],
  [
    'a gateway that nobody is',
    'hosts.0.gateway',
    '10.1.0.9',
    /must be the address of a router or of another host/,
  ],
  [
    'oneself as the gateway',
    'hosts.0.gateway',
    '10.1.0.2',
    /must be the address of a router or of another host/,
  ],
  [
    'a gateway elsewhere',
    'hosts.0.gateway',
    '10.2.0.1',
    /must be on a segment that the host is on, not on right/,
  ],
  ['an unknown key', 'hosts.0.mac', '02:00:00:00:00:01', /Unrecognized key/],
];

it.each(MALFORMED)('refuses %s', (_name, path, value, message) => {
  const { error } = topologySchema.safeParse(withAt(path, value));
  expect(error?.issues.map((issue) => issue.message).join('\n')).toMatch(message);
  // The complaint belongs to what was changed, or to the host whose name that makes too long.
  expect(error?.issues[0]?.path.join('.')).toMatch(
    new RegExp(`^${path.replace(/\.(interfaces\.0\.\w+|mac)$/, '')}`),
  );
});

it('selects hosts with the segments that they are on', () => {
  const selected = selectHosts(DEFAULT_TOPOLOGY, ['worker2', 'worker']) as Topology;
  expect(hostNames(selected)).toEqual(['worker2', 'worker']);
  expect(selected.segments.map(({ name }) => name)).toEqual(['underlay']);
  expect(selectHosts(DEFAULT_TOPOLOGY, ['worker3'])).toBeUndefined();
});

it('calls a host by its address on the segment that the caller is on', () => {
  const address = (caller: string) => addressFor(TWO, caller, hostOf(TWO, 'gate') as LabHost).address;
  expect(['ann', 'bob', 'gate'].map(address)).toEqual(['10.1.0.1', '10.2.0.1', '10.1.0.1']);
});

describe('hosts without a way to another', () => {
  const without = (change: (topology: Topology) => void): string[] => {
    const draft = structuredClone(TWO) as Topology;
    change(draft);
    return hostsApart(draft);
  };
  it('are none where one forwards, or the router has an address on each segment', () => {
    expect(without(() => {})).toEqual([]);
    expect(hostsApart(DEFAULT_TOPOLOGY)).toEqual([]);
  });
  it('are those of a segment that nobody joins', () => {
    const alone = (draft: Topology) => {
      draft.hosts = draft.hosts.filter(({ name }) => name !== 'gate');
    };
    expect(without(alone)).toEqual(['ann', 'bob']);
    expect(
      without((draft) => {
        alone(draft);
        for (const segment of draft.segments) segment.router = segment.subnet.replace(/0\/24$/, '254');
      }),
    ).toEqual([]);
  });
  it('are none where there is one host', () => {
    expect(without((draft) => draft.hosts.splice(1))).toEqual([]);
  });
});
