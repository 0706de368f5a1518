/**
 * Watches a lab and judges its exercises again whenever something may have changed: a command ended, or a light
 * look each second shows another fingerprint. Ticks come by themselves and go away with the state.
 */
import type { Observation } from '../../../checks/observation.ts';
import { fingerprint } from '../../observe/collect/fingerprint.ts';
import type { Lab } from '../lab.ts';
import type { LiveCheck } from './live-check.ts';
import { WatchedExercise } from './watched-exercise.ts';

export interface WatchOptions {
  readonly onResults: (exercise: string, results: readonly LiveCheck[]) => void;
  /** A look that failed (a sandbox that is gone): said once, watching goes on. */
  readonly onTrouble?: (message: string) => void;
  /** Milliseconds between light looks; default 1,000. */
  readonly intervalMs?: number;
}

export interface Watch {
  /** A command ended in one of the lab's shells. */
  commandEnded(): void;
  /** Judge everything of one exercise now, load tests included. */
  checkNow(exercise: string): Promise<void>;
  latest(exercise: string): readonly LiveCheck[];
  stop(): void;
}

export function watchLab(lab: Lab, options: WatchOptions): Watch {
  return new LabWatch(lab, options);
}

class LabWatch implements Watch {
  readonly #lab: Lab;
  readonly #options: WatchOptions;
  readonly #watched: readonly WatchedExercise[];
  readonly #timer: NodeJS.Timeout;
  #seen = '';
  #queue: Promise<void> = Promise.resolve();
  #pending = false;
  #looking = false;
  #stopped = false;
  #trouble = '';

  constructor(lab: Lab, options: WatchOptions) {
    this.#lab = lab;
    this.#options = options;
    this.#watched = lab.chapter.exercises.map(
      (exercise) => new WatchedExercise(lab, exercise, (results) => this.#tell(exercise.id, results)),
    );
    this.#timer = setInterval(() => void this.#look(), options.intervalMs ?? 1000);
    this.commandEnded();
  }

  latest(exercise: string): readonly LiveCheck[] {
    return this.#watched.find(({ id }) => id === exercise)?.latest ?? [];
  }

  commandEnded(): void {
    if (this.#pending || this.#stopped) return;
    this.#pending = true;
    this.#enqueue(async () => {
      this.#pending = false;
      await this.#judgeAll(await this.#lab.observe('light'));
    });
  }

  checkNow(id: string): Promise<void> {
    const exercise = this.#watched.find((candidate) => candidate.id === id);
    return this.#enqueue(async () => {
      if (exercise) await exercise.judge(await this.#lab.observe(exercise.depth), true);
    });
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  /** One light look for all exercises, and one full one for those that need it and may say something new. */
  async #judgeAll(light: Observation): Promise<void> {
    this.#seen = fingerprint(light.state);
    let full: Observation | undefined;
    for (const exercise of this.#watched) {
      if (exercise.isSettled(this.#seen)) continue;
      if (exercise.depth === 'full') full ??= await this.#lab.observe('full');
      await exercise.judge(exercise.depth === 'full' && full ? full : light, false, this.#seen);
    }
  }

  /** One judgement at a time: two load tests at once would count each other's packets. */
  #enqueue(work: () => Promise<void>): Promise<void> {
    const run = async () => {
      if (this.#stopped) return;
      try {
        await work();
        this.#trouble = '';
      } catch (error) {
        this.#say(error);
      }
    };
    this.#queue = this.#queue.then(run);
    return this.#queue;
  }

  #tell(exercise: string, results: readonly LiveCheck[]): void {
    if (!this.#stopped) this.#options.onResults(exercise, results);
  }

  #say(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (this.#stopped || message === this.#trouble) return;
    this.#trouble = message;
    this.#options.onTrouble?.(message);
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#stopped || this.#pending) return;
    this.#looking = true;
    try {
      const now = fingerprint((await this.#lab.observe('light')).state);
      if (now !== this.#seen) {
        this.#seen = now;
        this.commandEnded();
      }
    } catch (error) {
      this.#say(error);
    } finally {
      this.#looking = false;
    }
  }
}
