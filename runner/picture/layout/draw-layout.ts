/** A scene and what is known of places -> a layout. Pure. */
import type { Scene } from '../scene/scene-model.ts';
import { arrangeHost, type Room } from './arrange-host.ts';
import { bridgeLanes, drawBridges, drawCables } from './cables.ts';
import { Canvas } from './canvas.ts';
import { columnsOf, type Widths } from './columns.ts';
import { drawHost } from './draw-host.ts';
import { drawTrunk } from './draw-trunk.ts';
import { drawTunnels } from './draw-tunnels.ts';
import type { Arrangement, HostColumn, Layout, Rect } from './layout-model.ts';
import { MARGIN } from './sizes.ts';
import { trunkOf } from './trunk.ts';

/** @param fitted widths of hosts, by key; those that are absent get all the room that they may ever need */
export function draw(
  scene: Scene,
  before: Arrangement,
  room: Room & { readonly tunnels: number },
  fitted?: ReadonlyMap<string, Widths>,
): Layout {
  const columns = columnsOf(scene, before.columns, fitted);
  const hosts = scene.hosts.map((host) => ({ host, ...arrangeHost(host, before, room) }));
  const tunnelRoom = before.tunnelRoom ?? room.tunnels;
  const trunk = trunkOf(scene, columns, tunnelRoom);
  const boxes = new Map(
    hosts.map(({ host: { key }, height }): [string, Rect] => {
      const { x, width } = columns[key] as HostColumn;
      return [key, { x, y: trunk.hostsY, width, height }];
    }),
  );
  const placed: Arrangement = {
    ...before,
    columns,
    namespaces: merged(hosts.map(({ namespaces }) => namespaces)),
    devices: merged(hosts.map(({ devices }) => devices)),
    rows: merged(hosts.map(({ rows }) => rows)),
    bridgeLanes: Object.fromEntries(hosts.flatMap(({ host }) => bridgeLanes(host, before.bridgeLanes))),
    heads: Object.fromEntries(hosts.map(({ host, head }) => [host.key, head])),
    heights: Object.fromEntries(hosts.map(({ host, height }) => [host.key, height])),
    tunnelRoom,
  };
  const canvas = new Canvas();
  const ports = new Map<string, Rect>();
  const cableLanes = new Map<string, number>();
  for (const { host } of hosts) {
    const rect = boxes.get(host.key) as Rect;
    const column = columns[host.key] as HostColumn;
    const own = drawHost(canvas, scene, host, rect, placed);
    for (const [key, port] of own) ports.set(key, port);
    for (const [key, lane] of drawCables(canvas, host, rect, column, own, before.cableLanes))
      cableLanes.set(key, lane);
    drawBridges(canvas, host, rect, column, own, placed.bridgeLanes);
  }
  drawTrunk(canvas, scene, trunk, boxes, ports, columns);
  const tunnelLanes = drawTunnels(canvas, scene, trunk, boxes, ports, tunnelRoom, before.tunnelLanes);
  const all = [...boxes.values()];
  return {
    width: Math.max(MARGIN, ...all.map(({ x, width }) => x + width)) + MARGIN,
    height: Math.max(trunk.hostsY, ...all.map(({ y, height }) => y + height)) + MARGIN,
    boxes: canvas.boxes,
    lines: canvas.lines,
    labels: canvas.labels,
    arrangement: {
      ...placed,
      cableLanes: Object.fromEntries(cableLanes),
      tunnelLanes: Object.fromEntries(tunnelLanes),
    },
  };
}

function merged<T>(all: readonly Readonly<Record<string, T>>[]): Record<string, T> {
  return Object.assign({}, ...all) as Record<string, T>;
}
