/**
 * Watches a lab and judges its exercises again whenever something may have changed: a command ended, or a light
 * look each second shows another fingerprint. Ticks come by themselves and go away with the state.
 */
import type { CheckKind, Cost } from '../../../checks/kind.ts';
import type { CheckResult, Judgement } from '../../../checks/verdict.ts';
import type { Check, Exercise } from '../../chapter/model.ts';
import { fingerprint } from '../../observe/collect/fingerprint.ts';
import type { Lab } from '../lab.ts';
import { sameCause } from './causes.ts';

/** A result, or `waiting`: not judged since the last change. */
export type LiveCheck = Omit<CheckResult, 'verdict'> & {
  readonly verdict: CheckResult['verdict'] | 'waiting';
  /** Id of the check to mend first; absent where a failure is a cause of its own. */
  readonly because?: string;
};

export interface WatchOptions {
  readonly kinds: ReadonlyMap<string, CheckKind<unknown>>;
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

const WAITING: Record<Exclude<Cost, 'state'>, string> = {
  probe: 'Looked at as soon as the simpler checks pass.',
  load: 'Runs when all the others pass, or when you ask for it.',
};

export function watchLab(lab: Lab, options: WatchOptions): Watch {
  return new LabWatch(lab, options);
}

class LabWatch implements Watch {
  readonly #lab: Lab;
  readonly #options: WatchOptions;
  readonly #latest = new Map<string, readonly LiveCheck[]>();
  /** What the other checks said when an exercise's load tests were last run. */
  readonly #loadedAt = new Map<string, string>();
  /** What the state checks said when everything was last asked for. */
  readonly #askedAt = new Map<string, string>();
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
    for (const exercise of lab.chapter.exercises) {
      this.#latest.set(
        exercise.id,
        exercise.checks.map((check) => waiting(check, 'Not looked at yet.')),
      );
    }
    this.#timer = setInterval(() => void this.#look(), options.intervalMs ?? 1000);
    this.commandEnded();
  }

  latest(exercise: string): readonly LiveCheck[] {
    return this.#latest.get(exercise) ?? [];
  }

  commandEnded(): void {
    if (this.#pending || this.#stopped) return;
    this.#pending = true;
    this.#enqueue(async () => {
      this.#pending = false;
      for (const exercise of this.#lab.chapter.exercises) await this.#judge(exercise, false);
    });
  }

  checkNow(id: string): Promise<void> {
    const exercise = this.#lab.chapter.exercises.find((candidate) => candidate.id === id);
    if (!exercise) return Promise.resolve();
    return this.#enqueue(() => this.#judge(exercise, true));
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
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
      const print = fingerprint(await this.#lab.collect('light'));
      if (print !== this.#seen) {
        this.#seen = print;
        this.commandEnded();
      }
    } catch (error) {
      this.#say(error);
    } finally {
      this.#looking = false;
    }
  }

  /** Cheap checks first and told at once; traffic only where it can say something new. */
  async #judge(exercise: Exercise, everything: boolean): Promise<void> {
    const results = new Map<string, LiveCheck>();
    // As it was before anything is told: a check whose turn is yet to come keeps its tick meanwhile.
    const before = this.latest(exercise.id);
    const cost = (check: Check): Cost => this.#options.kinds.get(check.kind)?.cost ?? 'state';
    const run = async (checks: readonly Check[]) => {
      if (checks.length === 0) return;
      for (const result of await this.#lab.judge(checks)) results.set(result.id, result);
    };
    const of = (wanted: Cost) => exercise.checks.filter((check) => cost(check) === wanted);
    const allPass = () => [...results.values()].every(({ verdict }) => verdict === 'pass');
    const tell = (meanwhile: readonly LiveCheck[] = []) => this.#tell(exercise, cost, results, meanwhile);

    await run(of('state'));
    const state = saidBy(results);
    if (everything || allPass()) {
      if (of('probe').length > 0) tell(before);
      await run(of('probe'));
    } else if (this.#askedAt.get(exercise.id) === state) {
      // Asked for by the learner: what failed then goes on waiting for the same cause.
      for (const last of before)
        if (last.verdict === 'fail' && !results.has(last.id)) results.set(last.id, last);
    }
    if (everything) this.#askedAt.set(exercise.id, state);
    const complete = results.size === exercise.checks.length - of('load').length;
    const print = complete && allPass() ? saidBy(results) : '';
    const kept = this.#loadedAt.get(exercise.id) === print && print !== '' ? before : [];
    for (const check of of('load')) {
      const last = kept.find(({ id, verdict }) => id === check.id && verdict !== 'waiting');
      if (last && !everything) results.set(check.id, last);
    }
    const unjudged = of('load').filter(({ id }) => !results.has(id));
    if (unjudged.length > 0 && (everything || print !== '')) {
      tell();
      await run(unjudged);
      this.#loadedAt.set(exercise.id, print);
    }
    tell();
  }

  #tell(
    exercise: Exercise,
    cost: (check: Check) => Cost,
    results: ReadonlyMap<string, LiveCheck>,
    meanwhile: readonly LiveCheck[],
  ): void {
    if (this.#stopped) return;
    const live = exercise.checks.map((check) => {
      const result = results.get(check.id) ?? meanwhile.find(({ id }) => id === check.id);
      if (result) return result;
      const why = cost(check);
      return waiting(
        check,
        why === 'state' ? 'Not looked at yet.' : WAITING[why],
        this.#titleOf(exercise, check),
      );
    });
    const costs = new Map(exercise.checks.map((check) => [check.id, cost(check)]));
    const because = sameCause(live, ({ id }) => costs.get(id) ?? 'state');
    const told = live.map((check) => withCause(check, because.get(check.id)));
    this.#latest.set(exercise.id, told);
    this.#options.onResults(exercise.id, told);
  }

  #titleOf(exercise: Exercise, check: Check): string | undefined {
    return this.latest(exercise.id).find(({ id }) => id === check.id)?.title;
  }
}

/**
 * While the other checks say the same, a load test would only repeat itself. PIDs do not count: a check that kills an app
 * and starts it again would set itself off for ever.
 */
function saidBy(results: ReadonlyMap<string, LiveCheck>): string {
  const withoutPids = (text: string) => text.replaceAll(/\bpid \d+/g, 'pid');
  return JSON.stringify([...results.values()].map(({ id, diagnosis }) => [id, withoutPids(diagnosis)]));
}

/** A result that is kept from before may have had another cause. */
function withCause({ because: _old, ...check }: LiveCheck, because: string | undefined): LiveCheck {
  return because === undefined ? check : { ...check, because };
}

function waiting(check: Check, diagnosis: string, title = check.title ?? check.id): LiveCheck {
  const nothing: Pick<Judgement, 'evidence'> = { evidence: [] };
  return { ...nothing, id: check.id, kind: check.kind, title, verdict: 'waiting', diagnosis, ms: 0 };
}
