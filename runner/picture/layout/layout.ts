/**
 * Scene -> Layout. Pure. Given the layout before, no box that stays moves: its upper left corner is where it was. (A
 * namespace that gets more interfaces than there is room for, with another right below it, has to go; no other does.)
 */
import type { Scene } from '../scene/scene-model.ts';
import { needsFullHead } from './arrange-host.ts';
import { draw } from './draw-layout.ts';
import { fittedWidths } from './fit.ts';
import type { Arrangement, Layout } from './layout-model.ts';
import { HOST, TUNNELS } from './sizes.ts';

const NOTHING: Arrangement = {
  columns: {},
  namespaces: {},
  devices: {},
  rows: {},
  bridgeLanes: {},
  cableLanes: {},
  tunnelLanes: {},
  heads: {},
  heights: {},
};

/** One that others will follow: it keeps room for what may come. */
export function layoutOf(scene: Scene, previous?: Layout): Layout {
  const room = { spare: true, head: HOST.head, tunnels: scene.hosts.length > 1 ? TUNNELS.lanes : 0 };
  return draw(scene, previous?.arrangement ?? NOTHING, room);
}

/** One that nothing follows: as small as it can be. */
export function finalLayout(scene: Scene): Layout {
  const room = leastRoom(scene);
  const fitted = fittedWidths([[scene, draw(scene, NOTHING, room)]]);
  return draw(scene, NOTHING, room, fitted);
}

/** Of two moments: as small as it can be, and the same things stand in the same places. */
export function layoutPair(before: Scene, after: Scene): [before: Layout, after: Layout] {
  const room = leastRoom(before, after);
  const second = draw(after, NOTHING, room);
  const first = draw(before, second.arrangement, room);
  const fitted = fittedWidths([
    [after, second],
    [before, first],
  ]);
  const later = draw(after, NOTHING, room, fitted);
  return [draw(before, later.arrangement, room, fitted), later];
}

/** All hosts have the same head, so that what is alike in them stands at one height. */
function leastRoom(...scenes: readonly Scene[]) {
  const hosts = scenes.flatMap((scene) => scene.hosts);
  const head = hosts.some(needsFullHead) ? HOST.head : HOST.shortHead;
  const most = Math.max(...scenes.map(({ tunnels }) => tunnels.length));
  const several = scenes.some((scene) => scene.hosts.length > 1);
  return { spare: false, head, tunnels: several ? Math.min(most, TUNNELS.lanes) : 0 };
}
