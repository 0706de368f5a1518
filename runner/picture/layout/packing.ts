/** Places in a column: what is taken stays taken, what is new gets the first gap. Pure. */
import type { Place } from './layout-model.ts';

export class Column {
  readonly #taken: Place[] = [];

  take(place: Place): void {
    this.#taken.push(place);
  }

  /** @param but a place that is being moved, and so is no obstacle */
  isFree({ y, height }: Place, but?: Place): boolean {
    return this.#taken.every(
      (other) => other === but || y + height <= other.y || other.y + other.height <= y,
    );
  }

  free(place: Place): void {
    const at = this.#taken.indexOf(place);
    if (at >= 0) this.#taken.splice(at, 1);
  }

  /** The first y from `top` on where that height is free, and the rest agrees. */
  firstFree(top: number, height: number, agrees: (y: number) => boolean = () => true): number {
    const candidates = [top, ...this.#taken.map((one) => one.y + one.height)].filter((y) => y >= top);
    const found = candidates.sort((a, b) => a - b).find((y) => this.isFree({ y, height }) && agrees(y));
    return found ?? this.end(top);
  }

  end(top: number): number {
    return Math.max(top, ...this.#taken.map(({ y, height }) => y + height));
  }
}

export interface Span {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** Looks for a lane from the last one on. */
  readonly fromLast?: boolean;
  /** Heights at which it comes from the left, and goes to the right. */
  readonly left?: readonly number[];
  readonly right?: readonly number[];
}

/** At one height, what comes from the left must turn off before the lane of what goes to the right. */
function agree(one: Span, lane: number, other: Span, otherLane: number): boolean {
  const share = (a: readonly number[] = [], b: readonly number[] = []) => a.some((y) => b.includes(y));
  if (lane === otherLane) return other.to < one.from || one.to < other.from;
  return lane < otherLane ? !share(one.right, other.left) : !share(one.left, other.right);
}

/**
 * Lanes in which no two spans touch. What has a lane keeps it, unless that is no longer free.
 * @returns a lane by key, from 0; none for what finds none
 */
export function lanesFor(
  spans: readonly Span[],
  count: number,
  before: Readonly<Record<string, number>>,
): Map<string, number> {
  const lanes = new Map<string, number>();
  const isFree = (span: Span, lane: number) =>
    spans.every((other) => {
      const taken = lanes.get(other.key);
      return other === span || taken === undefined || agree(span, lane, other, taken);
    });
  const kept = spans.filter(({ key }) => before[key] !== undefined);
  for (const span of kept) {
    const lane = before[span.key] as number;
    if (lane < count && isFree(span, lane)) lanes.set(span.key, lane);
  }
  // Short ones first: they nest inside the long ones.
  const waiting = spans.filter(({ key }) => !lanes.has(key));
  for (const span of waiting.sort((a, b) => a.to - a.from - (b.to - b.from))) {
    const all = Array.from({ length: count }, (_, one) => (span.fromLast ? count - 1 - one : one));
    const lane = all.find((one) => isFree(span, one));
    if (lane !== undefined) lanes.set(span.key, lane);
  }
  return lanes;
}
