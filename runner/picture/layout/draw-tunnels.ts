/** Tunnels: dashed, from their devices up the hosts' left sides and along below the segments. Pure. */
import { type Interface, placedInterfaces, type Scene, type Tunnel } from '../scene/scene-model.ts';
import { lineState } from './cables.ts';
import { at, type Canvas } from './canvas.ts';
import type { Arrangement, Rect } from './layout-model.ts';
import { lanesFor } from './packing.ts';
import { HOST, PORT, TUNNELS } from './sizes.ts';
import type { Trunk } from './trunk.ts';

interface End {
  readonly link: Interface;
  readonly port: Rect;
  readonly host: Rect;
}

/** @param count lanes that there is room for @returns the lanes, for the next layout */
export function drawTunnels(
  canvas: Canvas,
  scene: Scene,
  { tunnelsY }: Trunk,
  hosts: ReadonlyMap<string, Rect>,
  ports: ReadonlyMap<string, Rect>,
  count: number,
  before: Arrangement['tunnelLanes'],
): Map<string, number> {
  const drawn = scene.tunnels
    .map((tunnel) => ({ tunnel, ends: endsOf(scene, tunnel, hosts, ports) }))
    .filter(({ ends }) => ends.length > 0);
  // They cross all of the picture, so that each needs a lane of its own.
  const spans = drawn.map(({ tunnel }) => ({ key: tunnel.key, from: 0, to: 1 }));
  const lanes = lanesFor(spans, count, before);
  for (const { tunnel, ends } of drawn) {
    const lane = lanes.get(tunnel.key);
    if (lane !== undefined) drawTunnel(canvas, tunnel, ends, tunnelsY + (lane + 1) * TUNNELS.pitch - 4, lane);
  }
  return lanes;
}

function endsOf(
  scene: Scene,
  { ends }: Tunnel,
  hosts: ReadonlyMap<string, Rect>,
  ports: ReadonlyMap<string, Rect>,
): End[] {
  return placedInterfaces(scene).flatMap(({ host, namespace, link }) => {
    const [box, port] = [hosts.get(host.key), ports.get(link.key)];
    return namespace.own && ends.includes(link.key) && box && port ? [{ link, port, host: box }] : [];
  });
}

function drawTunnel(
  canvas: Canvas,
  { key, name }: Tunnel,
  ends: readonly End[],
  y: number,
  lane: number,
): void {
  const ways = ends.map(({ link, port, host }) => ({ link, port, x: host.x + HOST.tunnelX - 3 * lane }));
  for (const { link, port, x } of ways) {
    const middle = port.y + PORT.height / 2;
    const points = [at(port.x, middle), at(x, middle), at(x, y)];
    const says = `${link.name} leads into the tunnel ${name}`;
    canvas.line({
      key: `way:${link.key}`,
      kind: 'tunnel',
      state: lineState(link),
      says,
      points,
      open: ends.length === 1,
    });
  }
  const xs = ways.map(({ x }) => x);
  const [from, to] = [Math.min(...xs), Math.max(...xs)];
  if (from < to)
    canvas.line({
      key,
      kind: 'tunnel',
      state: 'up',
      says: `Tunnel ${name}`,
      points: [at(from, y), at(to, y)],
    });
  canvas.label({ key, kind: 'fact', size: 'note', text: name, x: from + 8, y: y - 8, width: 180 });
}
