import { describe, expect, test } from 'vitest';
import { parseConntrack } from './conntrack.ts';
import { recorded } from './fixtures/read.ts';
import { parseNft } from './nft.ts';
import { parseNamespaceFiles, parseProcesses } from './proc.ts';
import { parseSs } from './ss.ts';
import { parseSysctls } from './sysctl.ts';

describe('ss', () => {
  test('listening sockets, bare of brackets, with their processes', () => {
    const sockets = parseSs(recorded('ss.txt'));
    expect(sockets.map(({ protocol, address, port }) => `${protocol} ${address} ${port}`)).toEqual([
      'udp 0.0.0.0 53',
      'tcp 0.0.0.0 8080',
      'tcp 127.0.0.1 9090',
      'tcp ::1 70',
      'tcp * 71',
    ]);
    expect(sockets[1]?.processes).toEqual([{ name: 'python3', pid: 36 }]);
  });
  test('a device behind the address, several holders, none', () => {
    const [scoped, shared, bare] = parseSs(
      [
        'udp UNCONN 0 0 10.0.0.2%eth0:68 0.0.0.0:* users:(("dhclient",pid=7,fd=6))',
        'tcp LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=9,fd=5),("nginx",pid=8,fd=5),("nginx",pid=8,fd=6))',
        'tcp LISTEN 0 511 0.0.0.0:81 0.0.0.0:*',
      ].join('\n'),
    );
    expect(scoped?.address).toBe('10.0.0.2');
    expect(shared?.processes).toEqual([
      { name: 'nginx', pid: 9 },
      { name: 'nginx', pid: 8 },
    ]);
    expect(bare?.processes).toEqual([]);
  });
  test.each(['Cannot open netlink socket', 'tcp LISTEN 0 5 0.0.0.0:80'])('garbage: %s', (text) => {
    expect(() => parseSs(text)).toThrow(/ss -lntuHp/);
  });
});

describe('conntrack -L', () => {
  const entries = parseConntrack(recorded('conntrack.txt'));
  test('both tuples, state and flags', () => {
    expect(entries.map(({ protocol }) => protocol)).toEqual(['icmp', 'udp', 'udp', 'tcp']);
    expect(entries[3]).toEqual({
      protocol: 'tcp',
      state: 'TIME_WAIT',
      original: { source: '10.1.0.1', destination: '10.1.0.2', sourcePort: 45324, destinationPort: 8080 },
      reply: { source: '10.1.0.2', destination: '10.1.0.1', sourcePort: 8080, destinationPort: 45324 },
      flags: ['ASSURED'],
    });
    expect(entries[0]?.original).toEqual({ source: '10.1.0.1', destination: '10.1.0.2' });
    expect(entries[1]?.flags).toEqual(['UNREPLIED']);
  });
  test('none is an empty list', () => {
    expect(parseConntrack('')).toEqual([]);
  });
  test.each(['conntrack v1.4.7: Operation failed', 'tcp 6 119 TIME_WAIT src=10.1.0.1 dst=10.1.0.2'])(
    'garbage: %s',
    (text) => {
      expect(() => parseConntrack(text)).toThrow(/conntrack/);
    },
  );
});

describe('sysctls', () => {
  test('keys as sysctl writes them, white space in values folded', () => {
    const sysctls = parseSysctls(recorded('sysctl.txt'));
    expect(sysctls['net.ipv4.ip_forward']).toBe('0');
    expect(sysctls['net.ipv4.ip_local_port_range']).toBe('32768 60999');
    expect(parseSysctls('/proc/sys/net/ipv4/conf/eth0.5/rp_filter:1')).toEqual({
      'net.ipv4.conf.eth0/5.rp_filter': '1',
    });
  });
  test.each(['', 'grep: no such file', 'net.ipv4.ip_forward = 1'])('garbage: %j', (text) => {
    expect(() => parseSysctls(text)).toThrow(/sysctl/);
  });
});

describe('nft', () => {
  test('the ruleset without its metainfo', () => {
    const items = parseNft(recorded('nft.txt'));
    expect(items[0]).toEqual({ table: { family: 'ip', name: 'nat', handle: 1 } });
    expect(items.some((item) => 'metainfo' in (item as object))).toBe(false);
  });
  test.each(['', '{}', '{"nftables": 1}', 'Error: Operation not permitted'])('garbage: %j', (text) => {
    expect(() => parseNft(text)).toThrow(/nft/);
  });
});

describe('/proc', () => {
  const files = parseNamespaceFiles(
    [
      '4 100 /proc/1/ns/net',
      '4 200 /run/netns/a b',
      '41 5 /run/netns/dead',
      '4 100 /proc/1/ns/net',
      '4 101 /proc/1/ns/mnt',
      '4 200 /proc/7/ns/net',
      '4 100 /proc/9/ns/net',
      '129 2 /proc/1/root',
      '130 2 /proc/7/root',
      '129 2 /proc/9/root',
      '',
    ].join('\0'),
  );
  test('names that carry a namespace, and those that do not', () => {
    expect([...files.names]).toEqual([['a b', 200]]);
    expect(files.deadNames).toEqual(['dead']);
  });
  test('processes: command, parent, namespaces; those that ended meanwhile are left out', () => {
    const processes = parseProcesses(
      [
        '/proc/1/stat:1 (init) S 0 1 1 0\n',
        '/proc/1/cmdline:init',
        '/proc/1/cmdline:',
        '/proc/7/stat:7 (a) b (c) S 1 7 7 0\n',
        '/proc/8/stat:8 (gone) S 1 8 8 0\n',
        '/proc/8/cmdline:gone',
        '/proc/9/stat:9 (sh) S 7 9 9 0\n',
        '/proc/9/cmdline:sh',
        '/proc/9/cmdline:-c',
        '/proc/9/cmdline:echo 1\necho 2',
        '',
      ].join('\0'),
      files,
    );
    expect(processes).toEqual([
      { pid: 1, ppid: 0, command: 'init', namespaces: { net: 100, mnt: 101 }, root: 'host' },
      { pid: 7, ppid: 1, command: '[a) b (c]', namespaces: { net: 200 }, root: '130:2' },
      { pid: 9, ppid: 7, command: 'sh -c echo 1\necho 2', namespaces: { net: 100 }, root: 'host' },
    ]);
  });
  test.each(['4 100 /etc/passwd\0', 'stat: no such file\0', '4 100 /proc/1/ns/net'])(
    'garbage: %j',
    (text) => {
      expect(() => parseNamespaceFiles(text)).toThrow();
    },
  );
  test.each(['nonsense\0', '/proc/1/stat:what\0', '/proc/1/stat:1 (a) S 0 1'])('garbage: %j', (text) => {
    expect(() => parseProcesses(text, files)).toThrow();
  });
});
