import { describe, expect, test } from 'vitest';
import { parseMounts } from './mountinfo.ts';
import { parseRecords } from './records.ts';

describe('mountinfo', () => {
  test('points and types, with and without optional fields', () => {
    const text = [
      '504 467 0:127 / / rw,relatime - tmpfs worker rw,size=65536k',
      '545 504 0:4 net:[4026532507] /run/netns/a\\040b rw shared:7 master:3 - nsfs nsfs rw',
      '546 504 0:128 / /srv/web/rootfs rw,relatime - overlay overlay rw,lowerdir=/srv/image',
      '',
    ].join('\n');
    expect(parseMounts(text)).toEqual([
      { point: '/', type: 'tmpfs' },
      { point: '/run/netns/a b', type: 'nsfs' },
      { point: '/srv/web/rootfs', type: 'overlay' },
    ]);
  });
  test.each(['', 'cat: No such file or directory\n', '504 467 0:127 / / rw,relatime\n'])(
    'garbage: %j',
    (text) => {
      expect(() => parseMounts(text)).toThrow(/mountinfo/);
    },
  );
});

describe('records of plugins and runtimes', () => {
  const networks = '/var/lib/cni/networks';
  test('leases, of both families and of older plugins; what lies beside them is none', () => {
    const text = [
      `${networks}/pods/10.244.1.2\nblog\r\neth0`,
      `${networks}/pods/fd00::2\nblog\r\neth0`,
      `${networks}/pods/10.244.1.3\nold\n`,
      `${networks}/pods/last_reserved_ip.0\n10.244.1.3`,
      `${networks}/pods/lock\n`,
      '',
    ].join('\0');
    expect(parseRecords(text)).toEqual({
      leases: [
        { network: 'pods', address: '10.244.1.2', containerId: 'blog', ifname: 'eth0' },
        { network: 'pods', address: 'fd00::2', containerId: 'blog', ifname: 'eth0' },
        { network: 'pods', address: '10.244.1.3', containerId: 'old', ifname: '' },
      ],
      containers: [],
    });
  });
  test('containers of crun', () => {
    const status = '{\n  "pid": 8,\n  "process-start-time": 1275035,\n  "bundle": "/srv/a"\n}\n';
    expect(parseRecords(`/run/crun/a/status\n${status}\0`).containers).toEqual([{ id: 'a', pid: 8 }]);
  });
  test('none at all', () => {
    expect(parseRecords('')).toEqual({ leases: [], containers: [] });
  });
  test.each([
    'nonsense\0',
    '/etc/passwd\nroot\0',
    '/run/crun/a/status\n{"pid"\0',
    '/run/crun/a/status\n{}\0',
    'cut',
  ])('garbage: %j', (text) => {
    expect(() => parseRecords(text)).toThrow();
  });
});
