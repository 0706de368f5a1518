/** A thousand labs that are changed at random: what stays does not move, nothing lies on anything else, order does not matter. */
import { expect, test } from 'vitest';
import { type Draw, fuzz } from '../../checks/testing/fuzz.ts';
import { patient } from '../slowdown.ts';
import { finalLayout, layoutOf, layoutPair } from './layout/layout.ts';
import type { Layout } from './layout/layout-model.ts';
import { sceneOf } from './scene/scene.ts';
import { placedInterfaces, type Scene } from './scene/scene-model.ts';
import { overlaps } from './testing/overlaps.ts';
import { type HostWorld, World } from './testing/world.ts';

interface Edit {
  readonly what: (typeof WHAT)[number];
  readonly host: number;
  readonly one: number;
  readonly other: number;
}

const WHAT = [
  'netns add',
  'netns add',
  'netns del',
  'veth',
  'veth',
  'veth to the host',
  'veth to the host',
  'bridge',
  'master',
  'master',
  'master',
  'vxlan',
  'dummy',
  'move',
  'rename',
  'address',
  'address',
  'up',
  'up',
  'del',
  'listen',
  'masquerade',
] as const;

const NAMES = ['client', 'server', 'a', 'pod-with-a-long-name', 'web-1', '<b>&"', '容器', 'red'];

function edits(draw: Draw): { hosts: number; edits: Edit[] } {
  const count = 3 + draw.below(16);
  const hosts = 1 + draw.below(3);
  return {
    hosts,
    edits: Array.from({ length: count }, () => ({
      what: draw.pick(WHAT),
      host: draw.below(hosts),
      one: draw.below(1000),
      other: draw.below(1000),
    })),
  };
}

function apply(host: HostWorld, { what, one, other }: Edit, at: number): void {
  const { spaces, wires } = host;
  const [space, second] = [one % spaces.length, other % spaces.length];
  const wire = wires[one % wires.length];
  const name = `${(NAMES[other % NAMES.length] as string).slice(0, 8)}${at}`;
  if (what === 'netns add') host.addSpace(one % 9 === 0 ? null : name);
  else if (what === 'netns del' && space > 0) host.removeSpace(space);
  else if (what === 'veth') host.addPair(space, name, second, `${name}p`);
  else if (what === 'veth to the host') host.addPair(0, name, second, `${name}p`);
  else if (what === 'bridge') host.addLink(one % 5 === 0 ? second : 0, name, 'bridge');
  else if (what === 'vxlan') host.addLink(0, name, 'vxlan', { id: one % 3, port: 4789 });
  else if (what === 'dummy') host.addLink(space, name, 'dummy');
  else if (what === 'listen') (spaces[space] as { ports: number }).ports = other % 4;
  else if (what === 'masquerade') (spaces[space] as { masquerades: boolean }).masquerades = other % 2 === 0;
  if (!wire) return;
  if (what === 'move') host.move(wire, second);
  else if (what === 'rename') wire.name = name;
  else if (what === 'address') wire.addresses.push(`10.${one % 250}.${other % 250}.${one % 200}/24`);
  else if (what === 'up') wire.up = other % 4 > 0;
  else if (what === 'del') host.remove(wire);
  else if (what === 'master') {
    const bridges = wires.filter(({ kind, home }) => kind === 'bridge' && home === wire.home);
    const bridge = bridges[other % Math.max(1, bridges.length)];
    if (bridge && wire.kind !== 'bridge') wire.master = bridge;
  }
}

/** Boxes that have moved though they are where they were: on the same host, in the same namespace. */
function moved(before: { scene: Scene; layout: Layout }, after: { scene: Scene; layout: Layout }): string[] {
  const homes = ({ scene }: { scene: Scene }) =>
    new Map(placedInterfaces(scene).map(({ namespace, link }) => [link.key, namespace.key]));
  const [old, now] = [homes(before), homes(after)];
  const boxes = new Map(before.layout.boxes.map((box) => [box.key, box]));
  const gone = new Set<string>();
  const found = after.layout.boxes.flatMap(({ key, shape, x, y }) => {
    const was = boxes.get(key);
    if (!was || shape === 'fold' || shape === 'nat' || (was.x === x && was.y === y)) return [];
    const outgrown =
      shape === 'namespace' &&
      (before.layout.arrangement.namespaces[key]?.height ?? 0) <
        (after.layout.arrangement.namespaces[key]?.height ?? 0);
    if (outgrown) gone.add(key);
    return outgrown || old.get(key) !== now.get(key) ? [] : [{ key, home: now.get(key) ?? '' }];
  });
  // lo stands at the right end of a namespace's head, and is as wide as its words.
  return found.filter(({ key, home }) => !gone.has(home) && !key.endsWith('/lo')).map(({ key }) => key);
}

function shuffled(observation: ReturnType<World['observation']>): ReturnType<World['observation']> {
  const hosts = Object.entries(observation.state.hosts).reverse();
  const state = {
    ...observation.state,
    hosts: Object.fromEntries(
      hosts.map(([name, host]) => {
        const namespaces = host.namespaces
          .map((one) => ({ ...one, links: [...(one.links ?? [])].reverse() }))
          .reverse();
        return [name, { ...host, namespaces }];
      }),
    ),
  };
  const { segments, hosts: lab } = observation.topology;
  return { state, topology: { segments, hosts: [...lab].reverse() } };
}

test('1,000 labs that are changed at random', { timeout: patient(120_000) }, async () => {
  await fuzz(1000, edits, ({ hosts, edits: all }) => {
    const world = World.of(...['worker', 'worker2', 'internet'].slice(0, hosts));
    let scene = sceneOf(world.observation());
    const start = scene;
    let layout = layoutOf(scene);
    for (const [at, edit] of all.entries()) {
      apply(world.hosts[edit.host] as HostWorld, edit, at);
      const before = { scene, layout };
      scene = sceneOf(world.observation(), scene);
      layout = layoutOf(scene, layout);
      expect(moved(before, { scene, layout }), `after edit ${at}`).toEqual([]);
    }
    expect(overlaps(layout)).toEqual([]);
    const fresh = sceneOf(world.observation());
    const final = finalLayout(fresh);
    expect(overlaps(final), 'drawn at once').toEqual([]);
    for (const one of layoutPair(start, sceneOf(world.observation(), start)))
      expect(overlaps(one), 'one of two').toEqual([]);
    expect(sceneOf(shuffled(world.observation()))).toEqual(fresh);
  });
});
