/**
 * Which exercises the learner has begun. What fails in one that he has not is only "not yet": a step of the chapter
 * changes what is checked, too, and five crosses for what nobody has tried yet help nobody. Pure.
 *
 * An exercise is touched when a check of it says something else and the learner was the last to act (he pressed Enter in
 * a terminal; no step was run after that), or when he asks for a verdict after he has typed something. It is untouched
 * again when a step of the chapter undoes what was solved, and in a new sandbox.
 */
import type { LiveCheck } from '../../../runner/session/grade/live-check.ts';

type Said = Pick<LiveCheck, 'id' | 'verdict' | 'diagnosis'>;

export class Touched {
  readonly #exercises: readonly string[];
  readonly #touched = new Set<string>();
  /** Exercises about which the learner may believe that he has done something. */
  readonly #typedFor = new Set<string>();
  #learnerActed = false;

  constructor(exercises: readonly string[]) {
    this.#exercises = exercises;
  }

  has(exercise: string): boolean {
    return this.#touched.has(exercise);
  }

  all(): string[] {
    return [...this.#touched];
  }

  /** The learner pressed Enter in a terminal. */
  typed(): void {
    this.#learnerActed = true;
    for (const exercise of this.#exercises) this.#typedFor.add(exercise);
  }

  /** A shell has taken a step of the chapter. */
  stepRuns(): void {
    this.#learnerActed = false;
  }

  /** The learner wants a verdict now. */
  asked(exercise: string): void {
    if (this.#typedFor.has(exercise)) this.#touched.add(exercise);
  }

  /** @param before what the checks of the exercise said until now */
  judged(exercise: string, before: readonly Said[], now: readonly Said[]): void {
    if (!changed(before, now)) return;
    if (this.#learnerActed) {
      this.#touched.add(exercise);
    } else if (before.every(({ verdict }) => verdict === 'pass')) {
      this.#touched.delete(exercise);
      this.#typedFor.delete(exercise);
    }
  }

  /** The sandbox, or a host of it, is a new one. */
  clear(): void {
    this.#touched.clear();
    this.#typedFor.clear();
    this.#learnerActed = false;
  }
}

/** A check that waits has said nothing, so it has not changed its mind either. PIDs come and go. */
function changed(before: readonly Said[], now: readonly Said[]): boolean {
  const says = ({ verdict, diagnosis }: Said) => `${verdict} ${diagnosis.replaceAll(/\bpid \d+/g, 'pid')}`;
  return now.some((check) => {
    const old = before.find(({ id }) => id === check.id);
    if (old === undefined || old.verdict === 'waiting' || check.verdict === 'waiting') return false;
    return says(old) !== says(check);
  });
}
