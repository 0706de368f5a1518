/** Recorded lines beside found lines: which belong together, which are only in one of the two. Pure. */
import { diffArrays } from 'diff';
import type { RecordedLine } from './pattern.ts';

/** `same` without `recorded`: a found line that the `<...>` line before it stands for; without `found`: that line itself. */
export type Aligned =
  | { readonly kind: 'same'; readonly recorded?: string; readonly found?: string }
  | { readonly kind: 'recorded'; readonly recorded: string }
  | { readonly kind: 'found'; readonly found: string };

/** Whether all found lines match, in order. Linear but for what several `<...>` lines leave open. */
export function allMatch(recorded: readonly RecordedLine[], found: readonly string[]): boolean {
  let line = 0;
  /** After the last `<...>` line: what it was, and how far it reaches. */
  let open = -1;
  let reach = 0;
  for (let at = 0; at < found.length; ) {
    const pattern = recorded[line];
    if (pattern?.anyLines) {
      open = line++;
      reach = at;
    } else if (pattern?.matches(found[at] ?? '')) {
      line += 1;
      at += 1;
    } else if (open >= 0) {
      line = open + 1;
      at = ++reach;
    } else {
      return false;
    }
  }
  while (recorded[line]?.anyLines) line += 1;
  return line === recorded.length;
}

/** Beyond this many pairs of lines the table would cost too much memory and time (2 MB, some 50 ms). */
const MOST_PAIRS = 2_000_000;
/** Beyond this many differences nobody reads them one by one. */
const MOST_EDITS = 1000;

export function align(recorded: readonly RecordedLine[], found: readonly string[]): Aligned[] {
  const fits = (line: number, at: number): boolean => {
    const pattern = recorded[line];
    return pattern !== undefined && !pattern.anyLines && pattern.matches(found[at] ?? '');
  };
  const shorter = Math.min(recorded.length, found.length);
  let head = 0;
  while (head < shorter && fits(head, head)) head += 1;
  let tail = 0;
  while (tail < shorter - head && fits(recorded.length - 1 - tail, found.length - 1 - tail)) tail += 1;

  const inner = recorded.slice(head, recorded.length - tail);
  const innerFound = found.slice(head, found.length - tail);
  const pairs = (lines: readonly RecordedLine[], others: readonly string[]): Aligned[] =>
    others.map((text, at) => ({ kind: 'same', recorded: lines[at]?.text ?? '', found: text }));
  const middle =
    inner.length * innerFound.length <= MOST_PAIRS
      ? cheapest(inner, innerFound)
      : (shortestEdits(inner, innerFound) ?? replaced(inner, innerFound));
  return [
    ...pairs(recorded.slice(0, head), found.slice(0, head)),
    ...middle,
    ...pairs(recorded.slice(recorded.length - tail), found.slice(found.length - tail)),
  ];
}

/**
 * A recorded line that went costs as much as one that changed: so a `<...>` line beside it does not swallow its
 * successor. A new line costs less than either: so lines that are still there are found again behind new ones.
 */
const COST = { gone: 3, changed: 3, new: 1 } as const;
const MOVE = { same: 0, changed: 1, gone: 2, new: 3, skip: 4, swallow: 5 } as const;

/** The cheapest alignment by dynamic programming, from the end to the start. */
function cheapest(recorded: readonly RecordedLine[], found: readonly string[]): Aligned[] {
  const width = found.length + 1;
  const moves = new Uint8Array((recorded.length + 1) * width).fill(MOVE.new);
  let below = Float64Array.from({ length: width }, (_, at) => (found.length - at) * COST.new);
  for (let line = recorded.length - 1; line >= 0; line--) {
    const pattern = recorded[line] as RecordedLine;
    const costs = new Float64Array(width);
    for (let at = found.length; at >= 0; at--) {
      let cost = (below[at] ?? 0) + (pattern.anyLines ? 0 : COST.gone);
      let move: number = pattern.anyLines ? MOVE.skip : MOVE.gone;
      const consider = (other: number, how: number): void => {
        if (other < cost) {
          cost = other;
          move = how;
        }
      };
      if (at < found.length) {
        const right = costs[at + 1] ?? 0;
        const diagonal = below[at + 1] ?? 0;
        if (pattern.anyLines) consider(right, MOVE.swallow);
        else {
          if (diagonal + COST.changed <= cost) {
            cost = diagonal + COST.changed;
            move = MOVE.changed;
          }
          consider(right + COST.new, MOVE.new);
          if (diagonal <= cost && pattern.matches(found[at] ?? '')) {
            cost = diagonal;
            move = MOVE.same;
          }
        }
      }
      costs[at] = cost;
      moves[line * width + at] = move;
    }
    below = costs;
  }
  return follow(recorded, found, moves);
}

function follow(recorded: readonly RecordedLine[], found: readonly string[], moves: Uint8Array): Aligned[] {
  const aligned: Aligned[] = [];
  /** Changed lines wait for the end of their stretch: first all recorded, then all found, as diffs are read. */
  let waiting: Aligned[] = [];
  const settle = (): void => {
    for (const line of waiting) aligned.push(line);
    waiting = [];
  };
  for (let line = 0, at = 0; line < recorded.length || at < found.length; ) {
    const move = moves[line * (found.length + 1) + at];
    const was = recorded[line]?.text ?? '';
    const is = found[at] ?? '';
    if (move === MOVE.same) {
      settle();
      aligned.push({ kind: 'same', recorded: was, found: is });
    } else if (move === MOVE.skip) {
      settle();
      aligned.push({ kind: 'same', recorded: was });
    } else if (move === MOVE.swallow) {
      settle();
      aligned.push({ kind: 'same', found: is });
    }
    if (move === MOVE.gone || move === MOVE.changed) aligned.push({ kind: 'recorded', recorded: was });
    if (move === MOVE.new || move === MOVE.changed) waiting.push({ kind: 'found', found: is });
    if (move !== MOVE.new && move !== MOVE.swallow) line += 1;
    if (move !== MOVE.gone && move !== MOVE.skip) at += 1;
  }
  settle();
  return aligned;
}

/** For long outputs that differ in few places (Myers); a `<...>` line there stands for itself. Undefined when they differ in many. */
function shortestEdits(recorded: readonly RecordedLine[], found: readonly string[]): Aligned[] | undefined {
  const olds = recorded.map((_, index) => index);
  const news = found.map((_, index) => -index - 1);
  const changes = diffArrays(olds, news, {
    comparator: (line, at) => recorded[line]?.matches(found[-at - 1] ?? '') ?? false,
    maxEditLength: MOST_EDITS,
  });
  let line = 0;
  return changes?.flatMap(({ added, removed, value }) =>
    value.map((index): Aligned => {
      if (removed) return { kind: 'recorded', recorded: recorded[line++]?.text ?? '' };
      const text = found[-index - 1] ?? '';
      if (added) return { kind: 'found', found: text };
      return { kind: 'same', recorded: recorded[line++]?.text ?? '', found: text };
    }),
  );
}

function replaced(recorded: readonly RecordedLine[], found: readonly string[]): Aligned[] {
  return [
    ...recorded.map(({ text }): Aligned => ({ kind: 'recorded', recorded: text })),
    ...found.map((text): Aligned => ({ kind: 'found', found: text })),
  ];
}
