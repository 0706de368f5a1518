/**
 * What has run in the present sandbox, in its order: steps that a shell took, exercises that were solved. Tells what is missing
 * before a place of the chapter, and whether it can be run where the learner is. What was typed by hand is not in it, and
 * neither is an exercise from further on: its checks may pass on the way by chance. Pure.
 */
import type { Step } from '../../../runner/chapter/model.ts';
import { stepTrouble } from '../../../runner/session/advance.ts';
import type { StepRun } from '../../../runner/terminal/step-run.ts';

interface Deed {
  readonly name: string;
  readonly type: 'step' | 'solved' | 'failed';
  /** It ended as the chapter says. */
  well: boolean;
}

export type Missing =
  | { readonly type: 'nothing' }
  /** All from this place on, and nothing else. */
  | { readonly type: 'rest'; readonly from: string }
  /** This sandbox is not on the way to the place; `why`, as a sentence. */
  | { readonly type: 'all'; readonly why: string };

export class SandboxHistory {
  #deeds: Deed[] = [];
  #rebuilt: string | undefined;

  /** A step again, right after itself, is one deed: mostly the kernel has answered that it is done already. */
  ran(step: Step, run: StepRun): void {
    if (step.interactive || run.outcome === 'refused') return;
    const well = stepTrouble(step, run) === undefined;
    const last = this.#deeds.at(-1);
    if (last?.name === step.name) last.well ||= well;
    else this.#deeds.push({ name: step.name, type: 'step', well });
  }

  /** All checks of the exercise pass. Counts once. */
  solved(exercise: string): void {
    if (!this.#deeds.some(({ name }) => name === exercise)) {
      this.#deeds.push({ name: exercise, type: 'solved', well: true });
    }
  }

  /** The chapter's solution of the exercise has ended half-way. */
  failed(exercise: string): void {
    this.#deeds.push({ name: exercise, type: 'failed', well: false });
  }

  /** One host is as new, and the others are not. */
  rebuilt(host: string): void {
    if (this.#deeds.length > 0) this.#rebuilt = host;
  }

  /** The sandbox is a new one. */
  clear(): void {
    this.#deeds = [];
    this.#rebuilt = undefined;
  }

  /** @param needed names of what comes before the place, in the order of the chapter */
  missing(needed: readonly string[]): Missing {
    if (this.#rebuilt !== undefined) return { type: 'all', why: `${this.#rebuilt} was reset.` };
    const deeds = this.#deeds.filter(({ name, type }) => type !== 'solved' || needed.includes(name));
    for (const [index, { name, well }] of deeds.entries()) {
      const due = needed[index];
      if (name !== due) return { type: 'all', why: outOfOrder(name, due, needed.includes(name)) };
      if (!well) return { type: 'all', why: `${name} did not end as in the chapter.` };
    }
    const from = needed[deeds.length];
    return from === undefined ? { type: 'nothing' } : { type: 'rest', from };
  }
}

function outOfOrder(name: string, due: string | undefined, comesBefore: boolean): string {
  if (due !== undefined) return `${name} has run when ${due} was next.`;
  return comesBefore ? `${name} has run again, out of its order.` : `${name} has run, which comes later.`;
}
