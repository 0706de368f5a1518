/** Cables within a host: veth pairs, and the bars of bridges with what docks to them. Pure. */
import type { Host, Interface, LinkState } from '../scene/scene-model.ts';
import { at, type Canvas } from './canvas.ts';
import { cableLanes } from './columns.ts';
import type { Arrangement, HostColumn, Point, Rect } from './layout-model.ts';
import { lanesFor, type Span } from './packing.ts';
import { HOST, PORT } from './sizes.ts';

/** A line passes packets when both its ends are up. */
export function lineState(...ends: (Interface | undefined)[]): LinkState {
  const states = ends.map((one) => one?.state ?? 'up');
  return states.includes('down') ? 'down' : states.includes('no carrier') ? 'no carrier' : 'up';
}

const STUB = 7;
/** A bar ends that far beyond the last that docks to it. */
const BAR_END = 5;

/** Middle of an interface's first line. */
const middle = ({ y }: Rect): number => y + PORT.height / 2;

/** Of a veth pair, by its ends in either order. */
export function cableKey(one: string, other: string): string {
  return `cable:${[one, other].sort().join('--')}`;
}

interface Pair {
  readonly key: string;
  readonly ends: readonly [Interface, Interface];
  readonly ports: readonly [Rect, Rect];
}

function pairsOf(host: Host, ports: ReadonlyMap<string, Rect>): Pair[] {
  const links = new Map(
    host.namespaces.flatMap(({ interfaces }) => interfaces.map((link) => [link.key, link] as const)),
  );
  return [...links.values()].flatMap((link): Pair[] => {
    const peer = links.get(link.peer ?? '');
    const [own, other] = [ports.get(link.key), ports.get(link.peer ?? '')];
    if (!peer || !own || !other || peer.key < link.key) return [];
    return [{ key: cableKey(link.key, peer.key), ends: [link, peer], ports: [own, other] }];
  });
}

/** @returns the lanes of those that bend, for the next layout */
export function drawCables(
  canvas: Canvas,
  host: Host,
  rect: Rect,
  column: HostColumn,
  ports: ReadonlyMap<string, Rect>,
  before: Arrangement['cableLanes'],
): Map<string, number> {
  const border = rect.x + column.namespacesX;
  /** Devices of the host have their cables on the right, ports of namespaces on the left. */
  const isInside = (port: Rect) => port.x >= border - PORT.overhang;
  const endX = (port: Rect) => (isInside(port) ? port.x : port.x + port.width);
  const pairs = pairsOf(host, ports);
  const isStraight = ({ ports: [one, other] }: Pair) => one.y === other.y && endX(one) !== endX(other);
  const spans = pairs
    .filter((pair) => !isStraight(pair))
    .map(({ key, ports: [one, other] }): Span => {
      const [a, b] = [middle(one), middle(other)];
      // Devices have lanes on the left, namespaces on the right: so two cables at one height do not meet.
      const fromLast = [one, other].every(isInside);
      const heights = (wanted: boolean) =>
        [one, other].filter((port) => isInside(port) === wanted).map(middle);
      const sides = { left: heights(false), right: heights(true) };
      return { key, from: Math.min(a, b), to: Math.max(a, b), fromLast, ...sides };
    });
  const lanes = lanesFor(spans, cableLanes(column), before);
  for (const pair of pairs) {
    const { key, ends, ports: both } = pair;
    const [one, other] = both;
    const lane = lanes.get(key);
    const says = `veth pair ${ends[0].name} and ${ends[1].name}`;
    const line = { key, kind: 'veth' as const, state: lineState(...ends), says };
    const [start, end] = [at(endX(one), middle(one)), at(endX(other), middle(other))];
    if (isStraight(pair)) canvas.line({ ...line, points: [start, end] });
    else if (lane !== undefined) {
      const x = rect.x + column.cablesX + lane * HOST.cablePitch;
      canvas.line({ ...line, points: [start, at(x, start.y), at(x, end.y), end] });
    } else {
      // No lane is free: both ends begin a cable, and say where it leads.
      const out = (port: Rect, from: Point) => [from, at(from.x + (isInside(port) ? -STUB : STUB), from.y)];
      canvas.line({ ...line, points: out(one, start), open: true });
      canvas.line({ ...line, key: `${key}#end`, points: out(other, end), open: true });
    }
  }
  return lanes;
}

/** The bars of a host's own bridges, each with its head and its ports. */
export function drawBridges(
  canvas: Canvas,
  host: Host,
  rect: Rect,
  column: HostColumn,
  ports: ReadonlyMap<string, Rect>,
  lanes: Arrangement['bridgeLanes'],
): void {
  const own = host.namespaces.find((one) => one.own)?.interfaces ?? [];
  for (const bridge of own) {
    const lane = lanes[bridge.key];
    const head = ports.get(bridge.key);
    if (lane === undefined || !head) continue;
    const x = rect.x + column.devicesX - (lane + 1) * HOST.lanePitch;
    const level = [middle(head)];
    for (const link of own.filter(({ bridge: of }) => of === bridge.key)) {
      const port = ports.get(link.key);
      if (!port) continue;
      const points = dock(x, port, rect);
      level.push(points[0]?.y ?? 0);
      const says = `${link.name} is a port of bridge ${bridge.name}`;
      canvas.line({ key: `dock:${link.key}`, kind: 'dock', state: lineState(link, bridge), says, points });
    }
    const bar = { kind: 'bridge', state: bridge.state, says: `bridge ${bridge.name}` } as const;
    const neck = [at(x, middle(head)), at(head.x, middle(head))];
    canvas.line({ ...bar, kind: 'dock', key: `neck:${bridge.key}`, points: neck });
    const [top, bottom] = [Math.min(...level) - BAR_END, Math.max(...level) + BAR_END];
    canvas.line({ ...bar, key: `bar:${bridge.key}`, points: [at(x, top), at(x, bottom)] });
  }
}

/** To a device beside the bar; to one on the host's border from below. */
function dock(x: number, port: Rect, host: Rect): Point[] {
  if (port.y >= host.y) return [at(x, middle(port)), at(port.x, middle(port))];
  const [inner, up, below] = [host.y + HOST.innerY, port.x - HOST.innerX, port.y + port.height + 2];
  const down = port.x + Math.min(10, port.width / 2);
  return [at(x, inner), at(up, inner), at(up, below), at(down, below), at(down, port.y + port.height)];
}

/** A bridge keeps its lane; a new one gets the first that is free, and no bar when there is none. */
export function bridgeLanes(host: Host, before: Arrangement['bridgeLanes']): [string, number][] {
  const own = host.namespaces.find((one) => one.own)?.interfaces ?? [];
  const bridges = own.filter(({ kind }) => kind === 'bridge');
  const lanes = new Map(
    bridges.flatMap(({ key }) => (before[key] === undefined ? [] : [[key, before[key]] as const])),
  );
  for (const { key } of bridges) {
    const taken = new Set(lanes.values());
    const lane = Array.from({ length: HOST.lanes }, (_, one) => one).find((one) => !taken.has(one));
    if (!lanes.has(key) && lane !== undefined) lanes.set(key, lane);
  }
  return [...lanes];
}
