/** The segments above the hosts as bars, and the lab's router above them. Their places depend on the topology alone. Pure. */
import type { Scene, SceneSegment } from '../scene/scene-model.ts';
import type { Arrangement } from './layout-model.ts';
import { lanesFor } from './packing.ts';
import { ABOVE_HOSTS, MARGIN, ROUTER, SEGMENT, TUNNELS } from './sizes.ts';

export interface Bar {
  readonly segment: SceneSegment;
  readonly from: number;
  readonly to: number;
  /** Of the middle of the bar. */
  readonly y: number;
  /** Where the router's leg comes down to it. */
  readonly legX?: number;
}

export interface Trunk {
  readonly bars: readonly Bar[];
  readonly router?: { readonly x: number; readonly width: number; readonly y: number };
  /** Of the first lane of tunnels. */
  readonly tunnelsY: number;
  /** Top of all hosts. */
  readonly hostsY: number;
}

/** @param tunnels lanes for tunnels that there is room for */
export function trunkOf(scene: Scene, columns: Arrangement['columns'], tunnels: number): Trunk {
  const spans = scene.segments.flatMap((segment) => {
    const on = segment.hosts.flatMap((key) => columns[key] ?? []);
    if (on.length === 0) return [];
    const from = Math.min(...on.map(({ x }) => x));
    const to = Math.max(...on.map(({ x, width }) => x + width));
    return [{ key: segment.key, segment, from, to }];
  });
  const lanes = lanesFor(
    [...spans].sort((a, b) => b.to - b.from - (a.to - a.from)),
    spans.length,
    {},
  );
  const count = Math.max(0, ...[...lanes.values()].map((lane) => lane + 1));
  const routed = spans.filter(({ segment }) => segment.router.length > 0);
  const top = MARGIN + (routed.length > 0 ? ROUTER.height + ROUTER.gap : 0);
  const legs = legsOf(routed);
  const bars = spans.map(({ key, segment, from, to }): Bar => {
    // The first lane is the nearest to the hosts.
    const lane = count - 1 - (lanes.get(key) ?? 0);
    const y = top + lane * SEGMENT.pitch + SEGMENT.label + SEGMENT.bar / 2;
    const legX = legs.get(key);
    return { segment, from, to, y, ...(legX === undefined ? {} : { legX }) };
  });
  const tunnelsY = top + count * SEGMENT.pitch;
  const hostsY = tunnelsY + tunnels * TUNNELS.pitch + ABOVE_HOSTS;
  return { bars, tunnelsY, hostsY, ...routerBox([...legs.values()]) };
}

type Spanned = { readonly key: string; readonly from: number; readonly to: number };

/** Side by side below the router, each within its segment where that is possible. */
function legsOf(routed: readonly Spanned[]): Map<string, number> {
  const sorted = [...routed].sort((a, b) => a.from + a.to - (b.from + b.to));
  if (sorted.length === 0) return new Map();
  const [only] = sorted;
  if (sorted.length === 1 && only) return new Map([[only.key, only.to - ROUTER.legPitch / 2 - 8]]);
  const middle = sorted.reduce((sum, { from, to }) => sum + (from + to) / 2, 0) / sorted.length;
  // Between two neighbours: where one ends and the next begins.
  const [first, second] = sorted;
  const centre =
    sorted.length === 2 && first && second && first.to < second.from ? (first.to + second.from) / 2 : middle;
  const legs = new Map<string, number>();
  let last = Number.NEGATIVE_INFINITY;
  for (const [place, { key, from, to }] of sorted.entries()) {
    const wanted = centre + (place - (sorted.length - 1) / 2) * ROUTER.legPitch;
    const x = Math.round(Math.max(Math.min(Math.max(wanted, from + 8), to - 8), last + 12));
    legs.set(key, x);
    last = x;
  }
  return legs;
}

function routerBox(legs: readonly number[]): Pick<Trunk, 'router'> {
  if (legs.length === 0) return {};
  const x = Math.min(...legs) - ROUTER.legPitch / 2;
  return { router: { x, width: Math.max(...legs) + ROUTER.legPitch / 2 - x, y: MARGIN } };
}
