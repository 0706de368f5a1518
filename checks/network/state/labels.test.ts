import { expect, test } from 'vitest';
import { labelledText } from './labels.ts';

const host = (pid: number, inode: number, mac: string, port = 80) => ({
  processes: [{ pid, ppid: 1, command: 'nc', namespaces: { net: inode } }],
  namespaces: [
    { inode, name: 'a', pids: [pid], links: [{ ifindex: pid, mac, mtu: 1500 }], sockets: [{ port }] },
  ],
});

test('numbers that the kernel gives by itself do not count, others do', () => {
  const one = labelledText(host(31, 4026532286, '02:00:00:00:00:01'));
  expect(labelledText(host(77, 4026531999, 'ce:11:22:33:44:55'))).toBe(one);
  expect(labelledText(host(31, 4026532286, '02:00:00:00:00:01', 81))).not.toBe(one);
});

test('who is whose does count', () => {
  const two = (a: number, b: number) => labelledText([{ inode: a }, { inode: b }]);
  expect(two(1, 2)).toBe(two(3, 4));
  expect(two(1, 1)).not.toBe(two(1, 2));
});

test('addresses made from a MAC address do not count', () => {
  expect(labelledText('fe80::a:b/64')).toBe(labelledText('fe80::c:d/64'));
});

test('a bridge id names its MAC address without leading zeros', () => {
  const bridge = (mac: string, id: string) => labelledText([{ mac, info: { bridge_id: `8000.${id}` } }]);
  expect(bridge('7e:16:1d:14:01:f2', '7e:16:1d:14:1:f2')).toBe(bridge('02:00:5e:00:00:01', '2:0:5e:0:0:1'));
});
