/**
 * How far the learner has come in a chapter's present sandbox, kept in the progress file: a sandbox that is lost can
 * then be told from one that was never used, whoever ended it, and the learner can be brought back.
 */
import type { Chapter } from '../../../runner/chapter/model.ts';
import { momentName, timeline } from '../../../runner/session/timeline.ts';
import type { ServerMessage } from '../../protocol.ts';
import type { ChapterProgress } from '../progress/store.ts';

type Lost = NonNullable<Extract<ServerMessage, { type: 'lab' }>['lost']>;

export class Reached {
  /** Steps, exercises and questions in the order of the chapter. */
  readonly #moments: readonly string[];
  readonly #progress: ChapterProgress;
  #lost: Lost | undefined;

  constructor(chapter: Pick<Chapter, 'blocks'>, progress: ChapterProgress) {
    this.#moments = timeline(chapter).map(momentName);
    this.#progress = progress;
  }

  /** Set from the loss of a sandbox that was used until the learner says what to do about it. */
  get lost(): Lost | undefined {
    return this.#lost;
  }

  /** There is a sandbox again that nobody asked for by a reset: one that was used before is lost. */
  opened(sandbox: string): void {
    const place = this.#progress.place();
    if (place !== undefined && place.sandbox !== sandbox) this.#lose(place.moment);
  }

  /** The present sandbox has ended by itself. */
  ended(): void {
    const place = this.#progress.place();
    if (place !== undefined) this.#lose(place.moment);
  }

  /** Something was typed in this sandbox. */
  used(sandbox: string): void {
    if (this.#progress.place()?.sandbox === sandbox) return;
    this.#progress.setPlace({ sandbox, moment: null });
  }

  /** A step was run in this sandbox, or an exercise solved: the furthest counts. */
  at(sandbox: string, moment: string): void {
    const place = this.#progress.place();
    const before = place?.sandbox === sandbox ? place.moment : null;
    if (before !== null && this.#index(before) >= this.#index(moment)) return;
    this.#progress.setPlace({ sandbox, moment });
  }

  /** The sandbox was brought to this place. @param through with the place itself */
  broughtTo(sandbox: string, target: string, through: boolean): void {
    const moment = this.#moments[this.#index(target) - (through ? 0 : 1)] ?? null;
    this.#progress.setPlace({ sandbox, moment });
    this.stay();
  }

  /** The learner goes on with what there is. */
  stay(): void {
    this.#lost = undefined;
  }

  /** The learner wants an empty sandbox: there is nothing to come back to. */
  forget(): void {
    this.#progress.forgetPlace();
    this.stay();
  }

  #index(moment: string): number {
    return this.#moments.indexOf(moment);
  }

  /** A place that the chapter no longer has is none to be brought back to. */
  #lose(moment: string | null): void {
    this.#lost = moment !== null && this.#moments.includes(moment) ? { reached: moment } : {};
  }
}
