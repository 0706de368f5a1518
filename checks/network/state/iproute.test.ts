import { describe, expect, test } from 'vitest';
import { parseBridgeFdb } from './bridge-fdb.ts';
import { recorded } from './fixtures/read.ts';
import { parseIpAddr } from './ip-addr.ts';
import { parseIpNeigh } from './ip-neigh.ts';
import { parseIpRoute } from './ip-route.ts';
import { parseIpRule } from './ip-rule.ts';

describe('ip addr', () => {
  const links = parseIpAddr(recorded('ip-addr-host.txt'));
  const byName = (name: string) => links.find((link) => link.name === name);

  test('a bridge port and the place of its other end', () => {
    expect(byName('veth-server')).toMatchObject({
      ifindex: 3,
      kind: 'veth',
      peerIfindex: 2,
      peerNetnsid: 0,
      master: 'br0',
      portState: 'forwarding',
      up: true,
      mtu: 1500,
    });
  });
  test('kinds: loopback, bridge, VXLAN with its id', () => {
    expect(byName('lo')?.kind).toBe('loopback');
    expect(byName('br0')).toMatchObject({ kind: 'bridge', info: { vlan_filtering: 0 } });
    expect(byName('vx0')).toMatchObject({ kind: 'vxlan', info: { id: 42, port: 4789 } });
    expect(byName('br0')).not.toHaveProperty('master');
    expect(byName('br0')).not.toHaveProperty('peerIfindex');
  });
  test('addresses with their prefix length', () => {
    expect(byName('br0')?.addresses).toContainEqual({
      family: 'inet',
      address: '10.0.0.254',
      prefix: 24,
      scope: 'global',
    });
  });
  test('a pair in one namespace is told by name; a point-to-point address by its own end', () => {
    const pair = parseIpAddr(recorded('ip-addr-pair.txt'));
    const [a, b] = ['veth-a', 'veth-b'].map((name) => pair.find((link) => link.name === name));
    expect(a?.peerIfindex).toBe(b?.ifindex);
    expect(b?.peerIfindex).toBe(a?.ifindex);
    expect(a).not.toHaveProperty('peerNetnsid');
    expect(a).toMatchObject({ up: false, portState: 'disabled' });
    expect(b?.addresses.map(({ address, prefix }) => `${address}/${prefix}`)).toEqual([
      '10.0.0.5/32',
      '10.0.0.6/32',
    ]);
  });
});

test('ip route: all tables but local, both families, multipath and blackhole', () => {
  const routes = parseIpRoute(recorded('ip-route.txt'));
  expect(routes.some(({ table }) => table === 'local')).toBe(false);
  const to = (destination: string) => routes.find((route) => route.destination === destination);
  expect(to('default')).toMatchObject({
    gateway: '10.0.0.254',
    device: 'eth0',
    table: 'main',
    family: 'inet',
  });
  expect(to('10.8.0.0/16')).toMatchObject({ table: '100', metric: 5 });
  expect(to('10.9.0.0/16')).toMatchObject({ type: 'blackhole' });
  expect(to('10.6.0.1')).toMatchObject({ scope: 'link', source: '10.0.0.2' });
  expect(to('10.7.0.0/16')?.nexthops).toEqual([
    { gateway: '10.0.0.3', device: 'eth0' },
    { gateway: '10.0.0.254', device: 'eth0' },
  ]);
  expect(to('fe80::/64')?.family).toBe('inet6');
});

test('ip rule', () => {
  expect(parseIpRule(recorded('ip-rule.txt'))).toEqual([
    { priority: 0, source: 'all', table: 'local' },
    { priority: 32763, source: 'all', table: 'main' },
    { priority: 32764, source: 'all', table: 'unreachable' },
    { priority: 32765, source: '10.0.0.2', table: '100' },
    { priority: 32766, source: 'all', table: 'main' },
    { priority: 32767, source: 'all', table: 'default' },
  ]);
});

test('ip neigh: an entry that nobody answered has no MAC', () => {
  const entries = parseIpNeigh(recorded('ip-neigh.txt'));
  expect(entries[0]).toEqual({ address: '10.0.0.99', device: 'eth0', states: ['INCOMPLETE'] });
  expect(entries[1]).toMatchObject({
    address: '10.0.0.254',
    mac: '22:6b:49:db:93:bc',
    states: ['REACHABLE'],
  });
});

test('bridge fdb: learned, static, permanent, self, and a remote VTEP', () => {
  const entries = parseBridgeFdb(recorded('bridge-fdb.txt'));
  const find = (mac: string) => entries.find((entry) => entry.mac === mac);
  expect(find('f6:f4:bc:1c:b7:3c')).toEqual({
    mac: 'f6:f4:bc:1c:b7:3c',
    device: 'veth-server',
    master: 'br0',
    state: '',
    flags: [],
  });
  expect(find('02:00:00:00:00:0a')?.state).toBe('static');
  expect(find('02:00:00:00:00:09')).toMatchObject({
    device: 'vx0',
    destination: '172.18.0.3',
    flags: ['self'],
  });
});

describe('garbage is refused, not half read', () => {
  const parsers = { parseIpAddr, parseIpRoute, parseIpRule, parseIpNeigh, parseBridgeFdb };
  const fixtures: Record<keyof typeof parsers, string> = {
    parseIpAddr: 'ip-addr-host.txt',
    parseIpRoute: 'ip-route.txt',
    parseIpRule: 'ip-rule.txt',
    parseIpNeigh: 'ip-neigh.txt',
    parseBridgeFdb: 'bridge-fdb.txt',
  };
  for (const [name, parse] of Object.entries(parsers)) {
    const whole = recorded(fixtures[name as keyof typeof parsers]);
    test.each([
      ['nothing', ''],
      ['cut short', whole.slice(0, -10)],
      ['an object', '{}'],
      ['entries without fields', '[{}]'],
      ['an error message', 'Cannot open network namespace "x": No such file or directory'],
    ])(`${name}: %s`, (_, text) => {
      expect(() => parse(text)).toThrow();
    });
    test(`${name}: an empty list is empty`, () => {
      expect([...parse('[]')]).toEqual([]);
    });
  }
});
