/** Where hosts stand, side by side, and how wide each is. Pure. */
import type { Scene } from '../scene/scene-model.ts';
import type { Arrangement, HostColumn } from './layout-model.ts';
import { HOST, HOST_GAP, MARGIN, PORT } from './sizes.ts';

/** What the parts of a column need. */
export interface Needs {
  readonly bridgeLanes: number;
  readonly deviceWidth: number;
  readonly cableLanes: number;
  readonly namespaceWidth: number;
  /** For its head: name and interfaces side by side. */
  readonly width: number;
}

/** As wide as a host may ever need to be: then no other has to move when it fills up. */
const ROOMY: Needs = {
  bridgeLanes: HOST.lanes,
  deviceWidth: HOST.deviceWidth,
  cableLanes: HOST.cableLanes,
  namespaceWidth: HOST.namespaceWidth,
  width: 0,
};

export type Widths = Omit<HostColumn, 'x'>;

export function widthsFor({ bridgeLanes, deviceWidth, cableLanes, namespaceWidth, width }: Needs): Widths {
  const devicesX = HOST.padding + (bridgeLanes > 0 ? 2 + bridgeLanes * HOST.lanePitch : 0);
  const cablesX = devicesX + deviceWidth + (deviceWidth > 0 ? HOST.cableSpace : 0);
  const lanes = Math.max(0, cableLanes - 1) * HOST.cablePitch;
  const beside = deviceWidth > 0 || cableLanes > 0 ? lanes + HOST.cableSpace + PORT.overhang : PORT.overhang;
  const namespacesX = namespaceWidth > 0 ? cablesX + beside : cablesX;
  const needed = namespacesX + namespaceWidth + HOST.padding;
  return {
    width: Math.max(width, needed),
    devicesX,
    deviceWidth,
    cablesX,
    namespacesX,
    namespaceWidth: namespaceWidth > 0 ? namespaceWidth + Math.max(0, width - needed) : 0,
  };
}

/** Lanes for cables that a column has room for. */
export function cableLanes({ cablesX, namespacesX, namespaceWidth }: Widths): number {
  if (namespaceWidth === 0) return HOST.cableLanes;
  return 1 + Math.floor((namespacesX - PORT.overhang - HOST.cableSpace - cablesX) / HOST.cablePitch);
}

/** @param fitted widths of hosts whose columns may be as narrow as they can */
export function columnsOf(
  scene: Scene,
  before: Arrangement['columns'],
  fitted?: ReadonlyMap<string, Widths>,
): Arrangement['columns'] {
  const columns: Record<string, HostColumn> = {};
  for (const { key } of scene.hosts) {
    const was = before[key];
    if (was) columns[key] = was;
  }
  let x = MARGIN;
  for (const one of Object.values(columns)) x = Math.max(x, one.x + one.width + HOST_GAP);
  for (const { key } of scene.hosts) {
    if (columns[key]) continue;
    const more = Math.max(0, uplinksOf(scene, key).length - 1) * HOST.uplinkWidth;
    const roomy = widthsFor({ ...ROOMY, width: widthsFor(ROOMY).width + more });
    const widths = fitted?.get(key) ?? roomy;
    columns[key] = { ...widths, x };
    x += widths.width + HOST_GAP;
  }
  return columns;
}

/** Names of the segments that the topology puts a host on, in the scene's order. */
export function uplinksOf({ segments }: Scene, host: string): string[] {
  return segments.filter(({ hosts }) => hosts.includes(host)).map(({ name }) => name);
}

/** From the host's left side to where the interface to a segment stands. */
export function uplinkX(width: number, uplinks: readonly string[], segment: string): number {
  const place = uplinks.length - uplinks.indexOf(segment);
  return width - place * HOST.uplinkWidth;
}
