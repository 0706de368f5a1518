/** A line's points as the `d` of a path, its corners rounded. Pure. */
import type { Point } from '../layout/layout-model.ts';

const RADIUS = 4;

export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let d = `M${first.x} ${first.y}`;
  for (const [index, point] of rest.entries()) {
    const before = points[index] as Point;
    const after = rest[index + 1];
    const radius = after ? Math.min(RADIUS, length(before, point) / 2, length(point, after) / 2) : 0;
    if (!after || radius === 0) {
      d += `L${point.x} ${point.y}`;
      continue;
    }
    const [enter, leave] = [towards(point, before, radius), towards(point, after, radius)];
    d += `L${enter.x} ${enter.y}Q${point.x} ${point.y} ${leave.x} ${leave.y}`;
  }
  return d;
}

/** Of a part that is horizontal or vertical. */
const length = (a: Point, b: Point) => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

function towards(from: Point, to: Point, by: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * by, y: from.y + Math.sign(to.y - from.y) * by };
}
