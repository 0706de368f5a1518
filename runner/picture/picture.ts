/**
 * Pictures of a lab: an observation, and the picture before it, to the next. This is what the page, `figures/` and the
 * command line call; the steps between are in the folders beside. Pure, and plain data: a picture can be kept and sent.
 */
import type { Observation } from '../../checks/observation.ts';
import { changesByKey, type Difference, differenceOf } from './difference.ts';
import { finalLayout, layoutOf, layoutPair } from './layout/layout.ts';
import type { Layout } from './layout/layout-model.ts';
import { sceneOf } from './scene/scene.ts';
import type { Scene } from './scene/scene-model.ts';
import { type SvgOptions, svgOf } from './svg/svg.ts';

export interface Picture {
  readonly scene: Scene;
  readonly layout: Layout;
  /** What is other than in the picture before; nothing in a first one. */
  readonly differences: readonly Difference[];
}

/** @param previous of the same lab: what stays keeps its key and does not move */
export function pictureOf(seen: Pick<Observation, 'topology' | 'state'>, previous?: Picture): Picture {
  const scene = sceneOf(seen, previous?.scene);
  const layout = layoutOf(scene, previous?.layout);
  return { scene, layout, differences: previous ? differenceOf(previous.scene, scene) : [] };
}

/** One that no other follows, such as a figure: as small as it can be. */
export function figureOf(seen: Pick<Observation, 'topology' | 'state'>): Picture {
  const scene = sceneOf(seen);
  return { scene, layout: finalLayout(scene), differences: [] };
}

/** Two moments of a lab as two pictures in which the same things stand in the same places. */
export function pairOf(
  before: Pick<Observation, 'topology' | 'state'>,
  after: Pick<Observation, 'topology' | 'state'>,
): readonly [before: Picture, after: Picture] {
  const first = sceneOf(before);
  const second = sceneOf(after, first);
  const [earlier, later] = layoutPair(first, second);
  const differences = differenceOf(first, second);
  return [
    { scene: first, layout: earlier, differences },
    { scene: second, layout: later, differences },
  ];
}

/** What changed is marked. */
export function drawPicture({ layout, differences }: Picture, options: Omit<SvgOptions, 'changes'>): string {
  return svgOf(layout, { ...options, changes: changesByKey(differences) });
}
