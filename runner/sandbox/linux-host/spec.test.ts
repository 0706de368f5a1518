import { expect, test } from 'vitest';
import { readTopology } from '../read-topology.ts';
import { macOf, specText } from './spec.ts';
import { uidMap } from './uid-map.ts';

const ids = { uid: 1000, gid: 1000, user: 'ann', subuid: '', subgid: '', newuidmap: false };

test('a MAC address is the one that Docker gives', () => {
  expect(macOf('172.18.0.3')).toBe('02:42:ac:12:00:03');
});

test('the keeper’s lines', () => {
  const text = specText({
    topology: readTopology({ hosts: ['worker', 'internet'] }),
    map: uidMap('single', ids),
    skeletonFile: '/home/ann smith/.cache/etc',
    cgroups: ['/sys/fs/cgroup/memory/x', '/sys/fs/cgroup/pids/x'],
    processes: 400,
  });
  const lines = text.split('\n');
  for (const line of [
    'map_writer proc',
    'uid_map 0 1000 1',
    'one_id 1',
    'processes 400',
    'segment underlay 172.18.0.1/16',
    'segment outside 203.0.113.1/24',
    'skeleton_file /home/ann smith/.cache/etc',
    'cgroups /sys/fs/cgroup/memory/x /sys/fs/cgroup/pids/x',
    'host worker link eth0 worker underlay 02:42:ac:12:00:03 172.18.0.3/16',
    'host worker gateways 172.18.0.1',
    'host internet link eth0 internet outside 02:42:cb:00:71:0a 203.0.113.10/24',
    'host internet gateways 203.0.113.1',
    'host internet answers_http 1',
  ])
    expect(lines).toContain(line);
  expect(text).toContain('net/ipv4/ip_forward=0');
  expect(text).toContain('ping_group_range=0,0');
});

test('several interfaces, IPv6, and what forwards', () => {
  const text = specText({
    topology: readTopology({
      segments: [
        { name: 'left', subnet: '10.1.0.0/24', subnet6: 'fd00:1::/64', router6: 'fd00:1::ffff' },
        { name: 'right', subnet: '10.2.0.0/30' },
      ],
      hosts: [
        {
          name: 'gate',
          interfaces: [
            { segment: 'left', address: '10.1.0.1', address6: 'fd00:1::1' },
            { segment: 'right', address: '10.2.0.1' },
          ],
          gateway6: 'fd00:1::ffff',
          forwards: true,
        },
      ],
    }),
    map: uidMap('single', ids),
    skeletonFile: 'skeleton',
    cgroups: [],
    processes: 400,
  });
  for (const line of [
    'segment left fd00:1::ffff/64',
    'segment right',
    'host gate link eth0 gate left 02:42:0a:01:00:01 10.1.0.1/24 fd00:1::1/64',
    'host gate link eth1 gate.1 right 02:42:0a:02:00:01 10.2.0.1/30',
    'host gate gateways fd00:1::ffff',
  ])
    expect(text.split('\n')).toContain(line);
  for (const setting of [
    'net/ipv4/ip_forward=1',
    'net/ipv6/conf/all/forwarding=1',
    'net/ipv4/conf/eth1/proxy_arp=0',
  ])
    expect(text).toContain(` ${setting} `);
});

test('a part of a sandbox is told of its host, its segments and its wire; one part has the router', () => {
  const part = (host: string, router: boolean) =>
    specText({
      topology: readTopology({ hosts: ['worker', 'internet'] }),
      map: uidMap('root', { ...ids, uid: 0 }),
      skeletonFile: 'skeleton',
      cgroups: [],
      processes: 400,
      part: { host, router, wire: { card: 'eth1', segment: 'underlay' } },
    })
      .split('\n')
      .filter((line) => /^(wire|segment|host \S+ link)/.test(line));
  expect(part('worker', false)).toEqual([
    'wire eth1',
    'wire_segment underlay',
    'segment underlay',
    'host worker link eth0 worker underlay 02:42:ac:12:00:03 172.18.0.3/16',
  ]);
  expect(part('internet', true)).toEqual([
    'wire eth1',
    'wire_segment underlay',
    'segment underlay 172.18.0.1/16',
    'segment outside 203.0.113.1/24',
    'host internet link eth0 internet outside 02:42:cb:00:71:0a 203.0.113.10/24',
  ]);
});
