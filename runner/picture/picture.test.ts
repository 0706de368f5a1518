import { join } from 'node:path';
import { expect, test } from 'vitest';
import { topologySchema } from '../../checks/network/topology.ts';
import { differenceOf } from './difference.ts';
import { MOST } from './layout/sizes.ts';
import { mermaidOf } from './mermaid.ts';
import { drawPicture, figureOf, type Picture, pairOf, pictureOf } from './picture.ts';
import { sceneOf } from './scene/scene.ts';
import { placedInterfaces, type Scene } from './scene/scene-model.ts';
import { rowsOfScene, tableLines } from './table.ts';
import { overlaps } from './testing/overlaps.ts';
import { type HostWorld, type Wire, World } from './testing/world.ts';

/** A namespace by its name in the world. */
const spaceOf = (host: HostWorld, name: string) => host.spaces.findIndex((space) => space.name === name);

function pod(host: HostWorld, name: string, address: string, bridge?: Wire): Wire {
  host.addSpace(name);
  const [outer, inner] = host.addPair(0, `veth-${name}`, spaceOf(host, name), 'eth0');
  outer.up = true;
  inner.up = true;
  inner.addresses.push(address);
  if (bridge) outer.master = bridge;
  return inner;
}

/** Two pods on a bridge, one of which listens. */
function oneHost(): World {
  const world = World.of('worker');
  const [host] = world.hosts as [HostWorld];
  const br0 = host.addLink(0, 'br0', 'bridge');
  br0.up = true;
  br0.addresses.push('10.0.0.1/24');
  pod(host, 'client', '10.0.0.2/24', br0);
  pod(host, 'server', '10.0.0.3/24', br0).up = false;
  (host.spaces[2] as { ports: number }).ports = 1;
  return world;
}

/** Two nodes with a VXLAN between them, NAT on one, and a host behind the router. */
function threeHosts(): World {
  const world = World.of('worker', 'worker2', 'internet');
  for (const [at, host] of world.hosts.slice(0, 2).entries()) {
    const cni0 = host.addLink(0, 'cni0', 'bridge');
    cni0.up = true;
    cni0.addresses.push(`10.244.${at}.1/24`);
    pod(host, `web-${at}`, `10.244.${at}.2/24`, cni0);
    host.addLink(0, 'flannel.1', 'vxlan', { id: 1, port: 8472 }).up = true;
  }
  (world.hosts[0]?.spaces[0] as { masquerades: boolean }).masquerades = true;
  return world;
}

const boxes = ({ layout }: Picture) => new Map(layout.boxes.map(({ key, x, y }) => [key, { x, y }]));
const keyOf = (scene: Scene, name: string) =>
  placedInterfaces(scene).find(({ link }) => link.name === name)?.link.key;

test.each([
  ['one-host', oneHost],
  ['three-hosts', threeHosts],
])('%s is drawn as before', async (name, make) => {
  const picture = figureOf(make().observation());
  expect(overlaps(picture.layout)).toEqual([]);
  const svg = drawPicture(picture, { title: name });
  // Nothing that another sandbox would draw otherwise: no inode, no MAC address.
  expect(svg).not.toMatch(/40265\d+|02:00:00/);
  await expect(svg).toMatchFileSnapshot(join(import.meta.dirname, 'fixtures', `${name}.svg`));
});

test('a new veth pair, namespace, bridge, address: no box that stays moves', () => {
  const world = oneHost();
  const [host] = world.hosts as [HostWorld];
  let before = pictureOf(world.observation());
  const steps: (() => void)[] = [
    () => pod(host, 'third', '10.0.0.4/24'),
    () => host.addPair(spaceOf(host, 'client'), 'x', spaceOf(host, 'server'), 'y'),
    () => host.addPair(0, 'loose', 0, 'end'),
    () => host.addLink(0, 'br1', 'bridge').addresses.push('10.1.0.1/24'),
    () => {
      for (const wire of host.wires) wire.addresses.push('192.0.2.1/24');
    },
    () => host.removeSpace(spaceOf(host, 'client')),
  ];
  for (const step of steps) {
    step();
    const after = pictureOf(world.observation(), before);
    const now = boxes(after);
    for (const [key, place] of boxes(before)) if (now.has(key)) expect(now.get(key), key).toEqual(place);
    expect(overlaps(after.layout)).toEqual([]);
    expect(after.differences.length).toBeGreaterThan(0);
    before = after;
  }
});

test('an interface that moves to another namespace keeps its key', () => {
  const world = World.of('worker');
  const [host] = world.hosts as [HostWorld];
  host.addSpace('client');
  const [outer, inner] = host.addPair(0, 'veth-a', 0, 'veth-b');
  const first = sceneOf(world.observation());
  const key = keyOf(first, 'veth-b');
  host.move(inner, 1);
  const second = sceneOf(world.observation(), first);
  expect(keyOf(second, 'veth-b')).toBe(key);
  // Its ifindex was free there; renamed, with another ifindex, and with another MAC address it is still the same.
  inner.name = 'eth0';
  const third = sceneOf(world.observation(), second);
  expect(keyOf(third, 'eth0')).not.toBe(key);
  expect(placedInterfaces(third).find(({ link }) => link.key === key)?.namespace.names).toEqual(['client']);
  // Known by its peer alone.
  Object.assign(inner, { ifindex: 77, mac: '02:00:00:00:99:99' });
  const fourth = sceneOf(world.observation(), third);
  const found = placedInterfaces(fourth).find(({ link }) => link.key === key);
  expect(found?.link.name).toBe('eth0');
  expect(differenceOf(third, fourth)).toEqual([]);
  // What takes its old name and place is another.
  host.addLink(0, 'veth-b', 'dummy');
  const fifth = sceneOf(world.observation(), fourth);
  expect(keyOf(fifth, 'veth-b')).not.toBe(key);
  expect(outer.peer).toBe(inner);
});

test('a namespace that is made anew under its name has the place of the old one; another one of its inode has not', () => {
  const world = oneHost();
  const [host] = world.hosts as [HostWorld];
  const first = pictureOf(world.observation());
  const { inode } = host.spaces[1] as { inode: number };
  host.removeSpace(1);
  host.spaces.push({ inode, name: 'other', ports: 0, masquerades: false });
  const second = pictureOf(world.observation(), first);
  expect(boxes(second).get('netns:worker/other')).toBeDefined();
  expect(boxes(second).has('netns:worker/client')).toBe(false);
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '"&\'>',
  'a\u0000b\u001b[31m',
  '\ud800x',
  '\u202eevil',
  '容器',
  '🦊🦊',
  '%/~',
  '__proto__',
  ' ',
];

test('hostile names are text, and nothing else', () => {
  const world = World.of('worker');
  const [host] = world.hosts as [HostWorld];
  for (const name of HOSTILE) {
    host.addSpace(name);
    host.addPair(0, name, host.spaces.length - 1, `${name}${'x'.repeat(300)}`);
  }
  const picture = figureOf(world.observation());
  expect(overlaps(picture.layout)).toEqual([]);
  const svg = drawPicture(picture, { title: HOSTILE.join(' ') });
  for (const evil of ['<script', '\0', '\u001b', '\u202e']) expect(svg).not.toContain(evil);
  expect(Buffer.from(svg).toString()).toBe(svg);
  expect(elementsLeftOpen(svg)).toEqual([]);
  expect(svg).toContain('&lt;script&gt;');
  const mermaid = mermaidOf(picture.scene);
  expect(mermaid).not.toMatch(/<script/);
  expect(mermaid.split('\n').every((line) => line.length < 300)).toBe(true);
  const table = tableLines(rowsOfScene(picture.scene)).join('\n');
  for (const evil of ['\0', '\u001b', '\u202e']) expect(table).not.toContain(evil);
});

/** Names of elements that are not closed in order: a small reader of what svgOf may write. */
function elementsLeftOpen(xml: string): string[] {
  const open: string[] = [];
  for (const [, end, name = '', self] of xml.matchAll(/<(\/?)([a-z]+)(?:\s[a-zA-Z-]+="[^"<]*")*(\/?)>/g))
    if (end) {
      if (open.pop() !== name) open.push(`/${name}`);
    } else if (!self) open.push(name);
  // What is left of the text between the elements has no character of markup.
  const rest = xml
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<(\/?)([a-z]+)(?:\s[a-zA-Z-]+="[^"<]*")*(\/?)>/g, '');
  return [...open, ...(/[<>]|&(?!amp;|lt;|gt;|quot;|#39;)/.exec(rest) ?? [])];
}

test('1,000 interfaces and 200 namespaces fold', () => {
  const world = World.of('worker');
  const [host] = world.hosts as [HostWorld];
  for (let at = 0; at < 200; at += 1) host.addSpace(`pod-${at}`);
  for (let at = 0; at < 500; at += 1) host.addPair(0, `v${at}`, 1 + (at % 3), `e${at}`);
  const { layout, scene } = figureOf(world.observation());
  expect(placedInterfaces(scene).length).toBeGreaterThan(1000);
  expect(layout.boxes.filter(({ shape }) => shape === 'namespace')).toHaveLength(MOST.namespaces);
  expect(layout.boxes.length).toBeLessThan(100);
  expect(layout.labels.map(({ text }) => text)).toEqual(
    expect.arrayContaining([`+ ${200 - MOST.namespaces} more namespaces`]),
  );
  expect(layout.labels.some(({ text }) => /^\+ \d+ more$/.test(text))).toBe(true);
  expect(overlaps(layout)).toEqual([]);
});

test('states are words, too', () => {
  const world = oneHost();
  const { layout } = figureOf(world.observation());
  const words = layout.labels.filter(({ kind }) => kind === 'state').map(({ key, text }) => `${key} ${text}`);
  expect(words).toContain('if:worker/server/eth0 down');
  expect(words).toContain('if:worker//veth-server no carrier');
});

test('what a light observation does not look at stays as it was seen', () => {
  const world = oneHost();
  const full = pictureOf(world.observation());
  const { topology, state } = world.observation();
  const hosts = Object.fromEntries(
    Object.entries(state.hosts).map(([name, host]) => {
      const namespaces = host.namespaces.map(({ sockets, iptables, nft, ...rest }) => rest);
      return [name, { ...host, namespaces }];
    }),
  );
  const light = { topology, state: { ...state, depth: 'light' as const, hosts } };
  expect(pictureOf(light, full).differences).toEqual([]);
  expect(tableLines(rowsOfScene(pictureOf(light).scene)).join('\n')).not.toContain('listens');
});

test('two moments: the same things stand in the same places', () => {
  const world = oneHost();
  const [host] = world.hosts as [HostWorld];
  const before = world.observation();
  pod(host, 'third', '10.0.0.4/24');
  host.removeSpace(spaceOf(host, 'client'));
  const [first, second] = pairOf(before, world.observation());
  const later = boxes(second);
  for (const [key, place] of boxes(first)) if (later.has(key)) expect(later.get(key), key).toEqual(place);
  expect(first.differences.map(({ change, name }) => `${change} ${name}`)).toEqual(
    expect.arrayContaining(['removed namespace client on worker', 'added namespace third on worker']),
  );
  expect(overlaps(first.layout)).toEqual([]);
  expect(drawPicture(second, { title: 't' })).toContain('class="namespace added"');
  expect(drawPicture(first, { title: 't' })).toContain('class="namespace removed"');
});

test('a host that cannot be read says why', () => {
  const { topology, state } = oneHost().observation();
  const host = { name: 'worker', namespaces: [], processes: [], unreadable: 'no answer' };
  const { layout } = figureOf({ topology, state: { ...state, hosts: { worker: host } } });
  expect(layout.labels.map(({ text }) => text)).toContain('not readable: no answer');
});

test('an interface to a segment that became a port of a bridge, and one that was moved away', () => {
  const world = oneHost();
  const [host] = world.hosts as [HostWorld];
  const [eth0] = host.wires as [Wire];
  const first = pictureOf(world.observation());
  eth0.master = host.wires.find(({ name }) => name === 'br0') as Wire;
  const second = pictureOf(world.observation(), first);
  expect(overlaps(second.layout)).toEqual([]);
  expect(second.layout.lines.map(({ key }) => key)).toContain('dock:if:worker//eth0');
  host.move(eth0, 1);
  const third = pictureOf(world.observation(), second);
  expect(overlaps(third.layout)).toEqual([]);
  const uplink = third.layout.lines.find(({ key }) => key === 'uplink:if:worker//eth0');
  expect(uplink?.points.length).toBeGreaterThan(2);
});

const host = (name: string, ...on: readonly [segment: string, address: string][]) => ({
  name,
  interfaces: on.map(([segment, address]) => ({ segment, address })),
});
const segment = (name: string, net: number, routed = true) => ({
  name,
  subnet: `10.${net}.0.0/24`,
  ...(routed && { router: `10.${net}.0.1` }),
});
const LETTERS = [...'abcdefghijkl'];

test.each([
  [
    'a host between two segments',
    [segment('office', 1), segment('racks', 2)],
    [
      host('ann', ['office', '10.1.0.2']),
      host('gate', ['office', '10.1.0.3'], ['racks', '10.2.0.3']),
      host('web', ['racks', '10.2.0.4']),
    ],
  ],
  [
    'a ring',
    LETTERS.map((name, at) => segment(`ring-${name}`, at + 1, false)),
    LETTERS.map((name, at) =>
      host(
        name,
        [`ring-${name}`, `10.${at + 1}.0.2`],
        [`ring-${LETTERS[(at + 1) % 12]}`, `10.${((at + 1) % 12) + 1}.0.3`],
      ),
    ),
  ],
  [
    'one host on twelve segments, all routed',
    LETTERS.map((name, at) => segment(`leaf-${name}`, at + 1)),
    [
      host('hub', ...LETTERS.map((name, at): [string, string] => [`leaf-${name}`, `10.${at + 1}.0.2`])),
      ...LETTERS.slice(0, 11).map((name, at) => host(name, [`leaf-${name}`, `10.${at + 1}.0.3`])),
    ],
  ],
])('topology: %s', (_name, segments, hosts) => {
  const world = new World(topologySchema.parse({ segments, hosts }));
  for (const { layout } of [figureOf(world.observation()), pictureOf(world.observation())]) {
    expect(overlaps(layout)).toEqual([]);
    const uplinks = layout.lines.filter(({ kind }) => kind === 'uplink');
    expect(uplinks).toHaveLength(hosts.flatMap(({ interfaces }) => interfaces).length);
  }
});
