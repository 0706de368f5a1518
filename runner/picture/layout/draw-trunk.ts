/** The segments, the lab's router, and the cables that lead to them. Pure. */
import { placedInterfaces, type Scene } from '../scene/scene-model.ts';
import { lineState } from './cables.ts';
import { at, type Canvas } from './canvas.ts';
import { segmentSays } from './drawn-words.ts';
import { textWidth } from './label-text.ts';
import type { Arrangement, HostColumn, Point, Rect } from './layout-model.ts';
import { HOST, PORT, ROUTER, SEGMENT } from './sizes.ts';
import type { Bar, Trunk } from './trunk.ts';

const ROUTER_KEY = 'router';

export function drawTrunk(
  canvas: Canvas,
  scene: Scene,
  trunk: Trunk,
  hosts: ReadonlyMap<string, Rect>,
  ports: ReadonlyMap<string, Rect>,
  columns: Arrangement['columns'],
): void {
  for (const { segment, from, to, y } of trunk.bars)
    canvas.line({
      key: segment.key,
      kind: 'segment',
      state: 'up',
      says: segmentSays(segment),
      points: [at(from, y), at(to, y)],
    });
  const crossing = [
    ...drawRouter(canvas, trunk),
    ...drawUplinks(canvas, scene, trunk, hosts, ports, columns),
  ];
  for (const bar of trunk.bars) drawBarLabel(canvas, bar, crossing);
}

interface Vertical {
  readonly x: number;
  readonly from: number;
  readonly to: number;
}

function drawRouter(canvas: Canvas, { router, bars }: Trunk): Vertical[] {
  if (!router) return [];
  const key = ROUTER_KEY;
  const says = `Router of the lab: ${bars.flatMap(({ segment }) => segment.router).join(', ')}`;
  const bottom = router.y + ROUTER.height;
  canvas.box({ ...router, height: ROUTER.height, key, shape: 'router', says });
  const width = textWidth('router', 'name');
  const x = Math.round(router.x + (router.width - width) / 2);
  canvas.label({
    key,
    kind: 'name',
    size: 'name',
    text: 'router',
    x,
    y: router.y + 11,
    width: router.width - 12,
    strong: true,
  });
  return bars.flatMap(({ segment, legX, y }) => {
    if (legX === undefined) return [];
    const text = segment.router[0] ?? '';
    const half = Math.ceil(textWidth(text, 'note') / 2);
    // Where legs are pressed together there is no room for each one's address.
    const alone = bars.every(
      (other) => other.segment === segment || Math.abs((other.legX ?? -1e6) - legX) > 2 * half + 4,
    );
    if (alone)
      canvas.label({
        key,
        kind: 'fact',
        size: 'note',
        text,
        x: legX - half,
        y: router.y + 25,
        width: 2 * half + 2,
      });
    canvas.line({
      key: `leg:${segment.key}`,
      kind: 'leg',
      state: 'up',
      says: `The router is on segment ${segment.name}`,
      points: [at(legX, bottom), at(legX, y)],
    });
    return [{ x: legX, from: bottom, to: y }];
  });
}

/** From the host's border, or from a namespace that the interface was moved to, up to the segment. */
function drawUplinks(
  canvas: Canvas,
  scene: Scene,
  { bars }: Trunk,
  hosts: ReadonlyMap<string, Rect>,
  ports: ReadonlyMap<string, Rect>,
  columns: Arrangement['columns'],
): Vertical[] {
  return placedInterfaces(scene).flatMap(({ host, namespace, link }) => {
    const bar = bars.find(({ segment }) => segment.name === link.segment);
    const port = ports.get(link.key);
    const box = hosts.get(host.key);
    if (!bar || !port || !box) return [];
    const start = namespace.own
      ? [at(port.x + Math.min(18, port.width / 2), port.y)]
      : exit(port, box, columns[host.key]);
    const { x, y } = start.at(-1) as Point;
    const says = `${link.name} of ${host.name} is on segment ${bar.segment.name}`;
    const points = [...start, at(x, bar.y)];
    canvas.line({ key: `uplink:${link.key}`, kind: 'uplink', state: lineState(link), says, points });
    return [{ x, from: bar.y, to: y }];
  });
}

/** Out of a namespace: from its right border, up along the host's. */
function exit(port: Rect, host: Rect, column: HostColumn | undefined): Point[] {
  const y = port.y + PORT.height / 2;
  const border = (column?.namespacesX ?? 0) + (column?.namespaceWidth ?? 0);
  const x = host.x + host.width - HOST.exitX;
  return [at(host.x + border, y), at(x, y), at(x, host.y)];
}

/** Above the bar, where no cable comes through. */
function drawBarLabel(canvas: Canvas, { segment, from, to, y }: Bar, crossing: readonly Vertical[]): void {
  const middle = y - SEGMENT.bar / 2 - SEGMENT.label / 2;
  const xs = crossing
    .filter((one) => one.from < middle + SEGMENT.label / 2 && middle - SEGMENT.label / 2 < one.to)
    .map(({ x }) => x)
    .filter((x) => x > from && x < to)
    .sort((a, b) => a - b);
  const stops = [from, ...xs, to];
  const gaps = stops
    .slice(1)
    .map((right, at) => ({ x: (stops[at] as number) + 6, width: right - (stops[at] as number) - 12 }));
  const name = textWidth(segment.name, 'label');
  const text = segment.subnets.join('  ');
  const wanted = name + 8 + textWidth(text, 'label');
  const widest = gaps.reduce((best, one) => (one.width > best.width ? one : best));
  const { x, width } = gaps.find((one) => one.width >= wanted) ?? widest;
  const { key } = segment;
  const end = canvas.label({
    key,
    kind: 'name',
    size: 'label',
    text: segment.name,
    x,
    y: middle,
    width,
    strong: true,
  });
  canvas.label({ key, kind: 'fact', size: 'label', text, x: end + 8, y: middle, width: x + width - end - 8 });
}
