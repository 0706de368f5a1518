/**
 * One exercise under watch: what its checks said last, and which of them are due. Cheap checks first and told at once;
 * traffic only where it can say something new.
 */
import { type DueCheck, depthFor, judge } from '../../../checks/judge.ts';
import type { Cost } from '../../../checks/kind.ts';
import type { Depth } from '../../../checks/network/state/network-state.ts';
import type { Observation } from '../../../checks/observation.ts';
import type { Exercise } from '../../chapter/model.ts';
import type { Lab } from '../lab.ts';
import { sameCause } from './causes.ts';
import type { LiveCheck } from './live-check.ts';

const WAITING: Record<Cost, string> = {
  state: 'Not looked at yet.',
  probe: 'Looked at as soon as the simpler checks pass.',
  load: 'Runs when all the others pass, or when you ask for it.',
};

export class WatchedExercise {
  readonly id: string;
  /** How deep an observation must be to judge it by. */
  readonly depth: Depth;
  latest: readonly LiveCheck[];
  readonly #lab: Pick<Lab, 'probe'>;
  readonly #checks: readonly DueCheck[];
  readonly #tell: (results: readonly LiveCheck[]) => void;
  /** What the other checks said when the load tests were last run. */
  #loadedAt = '';
  /** What the state checks said when everything was last asked for. */
  #askedAt: string | undefined;
  /** Fingerprint of the state in which all passed. */
  #passedAt: string | undefined;

  constructor(lab: Lab, exercise: Exercise, tell: (results: readonly LiveCheck[]) => void) {
    this.id = exercise.id;
    this.#lab = lab;
    this.#checks = lab.resolve(exercise.checks);
    this.depth = depthFor(this.#checks);
    this.#tell = tell;
    this.latest = this.#checks.map((check) => waiting(check, WAITING.state));
  }

  /** All passed, and nothing that a light look shows has changed since. */
  isSettled(fingerprint: string): boolean {
    return this.#passedAt === fingerprint;
  }

  /**
   * @param everything also what would have to wait: the learner has asked for it
   * @param fingerprint of the light state, where that is known
   */
  async judge(seen: Observation, everything: boolean, fingerprint?: string): Promise<void> {
    const results = new Map<string, LiveCheck>();
    // As it was before anything is told: a check whose turn is yet to come keeps its tick meanwhile.
    const before = this.latest;
    let observed = seen;
    const run = async (checks: readonly DueCheck[]) => {
      observed = await this.#lab.probe(observed, checks);
      for (const result of judge(checks, observed)) results.set(result.id, result);
    };
    const of = (wanted: Cost) => this.#checks.filter(({ kind }) => kind.cost === wanted);
    const allPass = () => [...results.values()].every(({ verdict }) => verdict === 'pass');

    await run(of('state'));
    const state = saidBy(results);
    if (everything || allPass()) {
      if (of('probe').length > 0) this.#say(results, before);
      await run(of('probe'));
    } else if (this.#askedAt === state) {
      // Asked for by the learner: what failed then goes on waiting for the same cause.
      for (const last of before)
        if (last.verdict === 'fail' && !results.has(last.id)) results.set(last.id, last);
    }
    if (everything) this.#askedAt = state;
    const complete = results.size === this.#checks.length - of('load').length;
    const print = complete && allPass() ? saidBy(results) : '';
    const kept = this.#loadedAt === print && print !== '' ? before : [];
    for (const check of of('load')) {
      const last = kept.find(({ id, verdict }) => id === check.id && verdict !== 'waiting');
      if (last && !everything) results.set(check.id, last);
    }
    const unjudged = of('load').filter(({ id }) => !results.has(id));
    if (unjudged.length > 0 && (everything || print !== '')) {
      this.#say(results);
      await run(unjudged);
      this.#loadedAt = print;
    }
    this.#passedAt = results.size === this.#checks.length && allPass() ? fingerprint : undefined;
    this.#say(results);
  }

  #say(results: ReadonlyMap<string, LiveCheck>, meanwhile: readonly LiveCheck[] = []): void {
    const live = this.#checks.map(
      (check) =>
        results.get(check.id) ??
        meanwhile.find(({ id }) => id === check.id) ??
        waiting(check, WAITING[check.kind.cost]),
    );
    const costs = new Map(this.#checks.map(({ id, kind }) => [id, kind.cost]));
    const because = sameCause(live, ({ id }) => costs.get(id) ?? 'state');
    this.latest = live.map((check) => withCause(check, because.get(check.id)));
    this.#tell(this.latest);
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

function waiting({ id, title, kind }: DueCheck, diagnosis: string): LiveCheck {
  return { id, kind: kind.kind, title, verdict: 'waiting', diagnosis, evidence: [], ms: 0 };
}
