/**
 * All sessions, one for each learner and chapter. Keeps a handful of sandboxes alive for sessions that nobody looks at just now, and
 * closes the others.
 */
import type { Chapter } from '../../../runner/chapter/model.ts';
import type { Lab } from '../../../runner/session/lab.ts';
import { type Learner, learnerName } from '../../../runner/session/learner.ts';
import type { OpenOptions } from '../../../runner/session/open.ts';
import type { ProgressStore } from '../progress/store.ts';
import { ChapterSession, type ChapterSessionOptions } from './chapter-session.ts';

/** Opens a lab for a learner. `onProgress` takes in a few words what the building of a sandbox waits for. */
export type OpenLab = (
  chapter: Chapter,
  options: Required<Pick<OpenOptions, 'learner' | 'seed' | 'onProgress'>>,
) => Promise<Lab>;

export interface ChapterSessionsOptions extends Pick<ChapterSessionOptions, 'kinds' | 'log'> {
  readonly chapters: readonly Chapter[];
  readonly progress: ProgressStore;
  readonly openLab: OpenLab;
  /** So many sandboxes have room at once; absent: any number. */
  readonly capacity?: number | undefined;
  /** Sandboxes that stay without anybody looking at them. */
  readonly idleLabs: number;
}

export class ChapterSessions {
  readonly #options: ChapterSessionsOptions;
  /** Least recently used first. */
  readonly #sessions = new Set<ChapterSession>();
  readonly #closing = new Set<Promise<void>>();

  constructor(options: ChapterSessionsOptions) {
    this.#options = options;
  }

  chapter(id: string): Chapter | undefined {
    return this.#options.chapters.find((chapter) => chapter.id === id);
  }

  /** The learner's session of the chapter, opened when it is not there. */
  enter(learner: Learner, chapter: Chapter): ChapterSession {
    const name = learnerName(learner);
    const known = [...this.#sessions].find(
      (session) => session.chapter === chapter && learnerName(session.learner) === name,
    );
    const session = known ?? this.#open(learner, chapter);
    this.#sessions.delete(session);
    this.#sessions.add(session);
    return session;
  }

  #open(learner: Learner, chapter: Chapter): ChapterSession {
    const { openLab, kinds, log } = this.#options;
    const progress = this.#options.progress.of(learner, chapter);
    const session: ChapterSession = new ChapterSession({
      learner,
      chapter,
      kinds,
      log,
      progress,
      openLab: async (onProgress) => {
        await this.#makeWayFor(session);
        return openLab(chapter, { learner, seed: progress.seed(), onProgress });
      },
    });
    return session;
  }

  /** Somebody left a session: of those that nobody looks at, the ones left longest ago are closed. */
  left(session: ChapterSession): void {
    if (this.#sessions.delete(session)) this.#sessions.add(session);
    const { idleLabs } = this.#options;
    this.#closeIdle(this.#idle().length - idleLabs, `${idleLabs} others are kept`);
  }

  async close(): Promise<void> {
    for (const session of this.#sessions) this.#close(session);
    this.#sessions.clear();
    await Promise.all(this.#closing);
  }

  /** Before another sandbox is built: those that nobody looks at give way. */
  async #makeWayFor(session: ChapterSession): Promise<void> {
    const { capacity: most } = this.#options;
    if (most === undefined) return;
    const others = [...this.#sessions].filter((one) => one !== session && one.hasLab);
    this.#closeIdle(others.length + 1 - most, 'there is room for no more');
    await Promise.all(this.#closing);
  }

  /** Least recently used first. */
  #idle(): ChapterSession[] {
    return [...this.#sessions].filter((session) => session.idle && session.hasLab);
  }

  #closeIdle(many: number, why: string): void {
    for (const session of this.#idle().slice(0, Math.max(0, many))) {
      this.#sessions.delete(session);
      this.#options.log(`Closed the sandbox of ${session.chapter.id}: nobody looks at it, and ${why}.`);
      this.#close(session);
    }
  }

  #close(session: ChapterSession): void {
    const closing = session
      .close()
      .catch((error) => this.#options.log(`${session.chapter.id}: the sandbox did not close: ${error}`))
      .finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}
