/** How far a learner has come in the book: what is done, what is left, and where to go on. Pure. */

import { slugOf } from '../../../runner/chapter/chapter-id.ts';
import { minutesLeft } from '../../../runner/chapter/minutes.ts';
import type { Chapter } from '../../../runner/chapter/model.ts';
import { count } from '../../../runner/words.ts';
import type { ItemProgress } from '../../protocol.ts';
import type { LastRun } from '../progress/store.ts';
import { chapterPath } from './paths.ts';

export interface ChapterEntry {
  readonly chapter: Chapter;
  readonly progress: Readonly<Record<string, ItemProgress>>;
  /** Names of the steps that the learner has run. */
  readonly ran: readonly string[];
}

/** Sums, of a chapter or of all. */
export interface Tally {
  /** Exercises and questions. */
  readonly items: number;
  readonly done: number;
  readonly earned: number;
  readonly possible: number;
  readonly minutes: number;
  readonly minutesLeft: number;
}

export function tally({ chapter, progress, ran }: ChapterEntry): Tally {
  const items = [...chapter.exercises, ...chapter.questions];
  const done = items.filter(({ id }) => progress[id]?.done).map(({ id }) => id);
  return {
    items: items.length,
    done: done.length,
    earned: items.reduce((sum, { id }) => sum + (progress[id]?.points ?? 0), 0),
    possible: items.reduce((sum, { points }) => sum + points, 0),
    minutes: chapter.minutes,
    minutesLeft: minutesLeft(chapter, new Set([...ran, ...done])),
  };
}

export function tallyAll(entries: readonly ChapterEntry[]): Tally {
  const tallies = entries.map(tally);
  const sum = (of: (one: Tally) => number) => tallies.reduce((total, one) => total + of(one), 0);
  return {
    items: sum(({ items }) => items),
    done: sum(({ done }) => done),
    earned: sum(({ earned }) => earned),
    possible: sum(({ possible }) => possible),
    minutes: sum(({ minutes }) => minutes),
    minutesLeft: sum(({ minutesLeft }) => minutesLeft),
  };
}

export interface WhereToGoOn {
  readonly words: string;
  readonly path: string;
}

/**
 * The step that was run last; where that was the last of a chapter whose items are all done, the next chapter.
 * @param entries in the book's order
 * @param lastRuns the latest first; what the book no longer has is passed over
 * @returns undefined when there are no chapters
 */
export function whereToGoOn(
  entries: readonly ChapterEntry[],
  lastRuns: readonly LastRun[],
): WhereToGoOn | undefined {
  for (const { chapter: slug, step } of lastRuns) {
    const index = entries.findIndex(({ chapter }) => slugOf(chapter.id) === slug);
    const entry = entries[index];
    if (!entry?.chapter.steps.some(({ name }) => name === step)) continue;
    const { chapter } = entry;
    const next = entries[index + 1];
    if (next && chapter.steps.at(-1)?.name === step && tally(entry).done === tally(entry).items)
      return { words: `Continue: ${titleOf(next.chapter)}`, path: chapterPath(next.chapter.id) };
    return {
      words: `Continue: chapter ${chapter.number}, step ${step}`,
      path: `${chapterPath(chapter.id)}#step-${step}`,
    };
  }
  // What was solved without a step is progress, too.
  const open = entries.filter((entry) => tally(entry).done < tally(entry).items);
  const begun = open.find((entry) => tally(entry).done > 0);
  const chapter = (begun ?? open[0] ?? entries[0])?.chapter;
  if (!chapter) return undefined;
  const any = entries.some((entry) => tally(entry).done > 0);
  return {
    words: `${any ? 'Continue' : 'Begin'}: ${titleOf(chapter)}`,
    path: chapterPath(chapter.id),
  };
}

const titleOf = ({ number, title }: Chapter): string => `chapter ${number}, ${title}`;

/** Minutes in words: it is an estimate, so hours are in halves. */
export function timeWords(minutes: number): string {
  if (minutes < 60) return count(minutes, 'minute');
  const halves = Math.round(minutes / 30);
  const hours = `${Math.floor(halves / 2) || ''}${halves % 2 === 1 ? '½' : ''}`;
  return `${hours} ${halves <= 2 ? 'hour' : 'hours'}`;
}
