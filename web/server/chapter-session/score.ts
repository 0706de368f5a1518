/** Points of one chapter: earned once, kept for good, and not for exercises whose solution the learner was given. */
import type { Chapter } from '../../../runner/chapter/model.ts';
import type { ItemProgress } from '../../protocol.ts';
import type { ChapterProgress } from '../progress/store.ts';

export class Score {
  readonly #chapter: Chapter;
  readonly #progress: ChapterProgress;
  /** Exercises that "bring me here" has solved in the present sandbox. */
  readonly #given = new Set<string>();

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

  /** The exercise is solved for the learner. @returns whether that is news */
  give(exercise: string): boolean {
    const isNews = !this.#given.has(exercise);
    this.#given.add(exercise);
    return isNews;
  }

  /** The sandbox is empty again. @returns what was given before. */
  reset(): string[] {
    const given = [...this.#given];
    this.#given.clear();
    return given;
  }
}
