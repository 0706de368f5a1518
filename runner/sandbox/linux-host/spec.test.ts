import { expect, test } from 'vitest';
import { macOf, specText } from './spec.ts';
import { uidMap } from './uid-map.ts';

const ids = { uid: 1000, gid: 1000, user: 'ann', subuid: '', subgid: '', newuidmap: false };

test('a MAC address is the one that Docker gives', () => {
  expect(macOf('172.18.0.3')).toBe('02:42:ac:12:00:03');
});

test('the keeper’s lines', () => {
  const text = specText({
    topology: { hosts: ['worker', 'internet'] },
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
    'router 172.18.0.1/16',
    'skeleton_file /home/ann smith/.cache/etc',
    'cgroups /sys/fs/cgroup/memory/x /sys/fs/cgroup/pids/x',
    'host worker uplink underlay',
    'host worker address 172.18.0.3/16',
    'host worker gateway 172.18.0.1',
    'host internet uplink internet',
    'host internet address 203.0.113.10/24',
    'host internet gateway 203.0.113.1',
  ])
    expect(lines).toContain(line);
  expect(text).toContain('net/ipv4/ip_forward=0');
  expect(text).toContain('ping_group_range=0,0');
});

test('a part of a sandbox is told of its wire, and only one part has the router', () => {
  const part = (router: boolean) =>
    specText({
      topology: { hosts: router ? [] : ['worker'] },
      map: uidMap('root', { ...ids, uid: 0 }),
      skeletonFile: 'skeleton',
      cgroups: [],
      processes: 400,
      part: { router, wire: 'eth1' },
    }).split('\n');
  expect(part(true)).toEqual(expect.arrayContaining(['router 172.18.0.1/16', 'wire eth1']));
  expect(part(false)).toContain('wire eth1');
  expect(part(false).filter((line) => line.startsWith('router'))).toEqual([]);
});
