/** Points of one chapter: earned once, kept for good, and not for exercises whose solution the learner was given. */
import type { Chapter } from '../../../runner/chapter/model.ts';
import { momentName, timeline } from '../../../runner/session/timeline.ts';
import type { ItemProgress } from '../../protocol.ts';
import type { ChapterProgress } from '../progress/store.ts';

export class Score {
  readonly #chapter: Chapter;
  readonly #progress: ChapterProgress;
  /** Exercises that "bring me here" has solved in the present sandbox. */
  #given: ReadonlySet<string> = new Set();

  constructor(chapter: Chapter, progress: ChapterProgress) {
    this.#chapter = chapter;
    this.#progress = progress;
  }

  items(): Record<string, ItemProgress> {
    const items = this.#progress.items();
    for (const [id, item] of Object.entries(items)) if (this.#given.has(id) && !item.done) item.given = true;
    return items;
  }

  item(id: string): ItemProgress | undefined {
    return this.items()[id];
  }

  /** All its checks pass. @returns false when that earns nothing: it was done before, or given. */
  pass(id: string): boolean {
    const item = [...this.#chapter.exercises, ...this.#chapter.questions].find((other) => other.id === id);
    if (!item || this.#given.has(id)) return false;
    return this.#progress.earn(id, item.points);
  }

  /** The sandbox is brought to this place: everything before it is given, and with `through` the place, too. @returns what is given now or was before. */
  bringTo(target: string, through = false): string[] {
    const moments = timeline(this.#chapter);
    const end = moments.findIndex((moment) => momentName(moment) === target);
    const passed = moments
      .slice(0, Math.max(end + (through ? 1 : 0), 0))
      .filter(({ type }) => type === 'exercise');
    return this.#give(new Set(passed.map(momentName)));
  }

  /** The sandbox is empty again. @returns what was given before. */
  reset(): string[] {
    return this.#give(new Set());
  }

  #give(given: ReadonlySet<string>): string[] {
    const touched = new Set([...this.#given, ...given]);
    this.#given = given;
    return [...touched];
  }
}
