/**
 * Proves a chapter: the attempts of its plan in fresh labs, several at a time. What is not as it must be in a shared lab
 * is tried again in one of its own, and what is not after the short way to the start once more by the long way, before
 * it is believed.
 */
import { join } from 'node:path';
import { shownPath } from '../chapter/load.ts';
import type { Chapter } from '../chapter/model.ts';
import { SandboxError } from '../errors.ts';
import type { Lab } from '../lab/lab.ts';
import { openLab } from '../lab/open.ts';
import { count } from '../report/words.ts';
import type { Driver } from '../sandbox/driver.ts';
import { type Kinds, runAttempt } from './attempt.ts';
import { largestSeed } from './largest-seed.ts';
import { type Attempt, type Plan, type PlanOptions, planOf, type Subject } from './plan.ts';
import { bashReads } from './readable.ts';
import { type AttemptReport, type ProofReport, type ProvedItem, verdictOf } from './report.ts';
import { type Share, sharesOf } from './shares.ts';
import { bring, type Survey, startOf, survey, traceDepth, traceless } from './start.ts';
import { traceOf } from './trace.ts';

export interface ProveOptions extends PlanOptions {
  readonly driver: Driver;
  readonly kinds: Kinds;
  /** Default: one that draws each variable's largest value, so that no line of a solution is idle. */
  readonly seed?: string;
  /** Always the long way to the start: every step of the chapter before it. */
  readonly exact?: boolean;
  readonly signal?: AbortSignal;
  /** Called with each lab that is open, for whoever must close it when all is interrupted; returns how to forget it. */
  readonly onLab?: (lab: Lab) => () => void;
}

/** What runs side by side: independent of each other, in any order. An attempt, or several that share a lab. */
interface Task {
  readonly item: string;
  readonly name: string;
  readonly run: () => Promise<readonly AttemptReport[]>;
}

export interface Prover {
  readonly plan: Plan;
  readonly tasks: readonly Task[];
  /** After all tasks of the item (or of all items) have run. */
  item(id: string): ProvedItem;
  report(): ProofReport;
}

/** @throws UsageError when a proof has a mistake */
export async function openProver(chapter: Chapter, options: ProveOptions): Promise<Prover> {
  const plan = await planOf(chapter, bashReads, options);
  const ground = new Ground(plan, options);
  const found = new Map<Attempt, readonly AttemptReport[]>();
  let started: number | undefined;
  let ended = 0;
  const tasks = plan.subjects.flatMap((subject) =>
    sharesOf(subject).map((share) => ({
      item: subject.item.id,
      name: share.map(({ name }) => name).join(', '),
      run: async () => {
        options.signal?.throwIfAborted();
        started ??= performance.now();
        const rows = await ground.share(subject, share);
        for (const [index, attempt] of share.entries()) found.set(attempt, rows[index] ?? []);
        ended = performance.now();
        return rows.flat();
      },
    })),
  );
  const itemOf = (subject: Subject): ProvedItem => ({
    type: subject.type,
    id: subject.item.id,
    title: subject.item.title,
    line: subject.item.line,
    checks: subject.checks.map(({ id }) => id),
    attempts: subject.attempts.flatMap((attempt) => found.get(attempt) ?? []),
    exempt: subject.exempt,
    start: ground.way(subject),
  });
  return {
    plan,
    tasks,
    item: (id) => {
      const subject = plan.subjects.find(({ item }) => item.id === id);
      if (!subject) throw new Error(`${chapter.id} has no item ${id}`);
      return itemOf(subject);
    },
    report: () => {
      const items = plan.subjects.map(itemOf);
      return {
        chapter: chapter.id,
        file: shownPath(join(chapter.folder, 'chapter.md')),
        items,
        verdict: verdictOf(items.flatMap(({ attempts }) => attempts)),
        ms: Math.round(ended - (started ?? ended)),
      };
    },
  };
}

const NONE: ReadonlySet<string> = new Set();
/** How often a start is tried for. */
const STARTS = 3;
const AGAIN = Symbol('again');

type Rows = readonly AttemptReport[];

/** Rows of a later try, with what was wrong at an earlier one. */
function told(rows: Rows, earlier: Rows = []): Rows {
  const bad = earlier.find(({ ok }) => !ok);
  return bad ? rows.map((row) => ({ first: `${bad.name}: ${bad.found}`, ...row })) : rows;
}

/** Labs at the starts of a chapter's items. */
class Ground {
  readonly #plan: Plan;
  readonly #options: ProveOptions;
  readonly #seed: string;
  #survey: Promise<Survey> | undefined;
  /** By item: the steps that may be passed over, once that was seen to be sound. */
  readonly #shortcuts = new Map<string, Promise<ReadonlySet<string>>>();
  readonly #ways = new Map<string, string>();

  constructor(plan: Plan, options: ProveOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#seed = options.seed ?? largestSeed(plan.chapter.variables);
  }

  way({ item }: Subject): string {
    return this.#ways.get(item.id) ?? 'the long way: every step before it';
  }

  /** @returns the rows of each attempt */
  async share(subject: Subject, share: Share): Promise<readonly Rows[]> {
    const without = await this.#shortcut(subject);
    const rows = await this.#try(subject, share, without);
    const bad = rows.flat().find(({ ok }) => !ok);
    const alone = share.length === 1;
    // By the long way only what could not look gets a second chance: a full machine is no fault of a check.
    const believed = alone && without.size === 0 && bad?.cells.every(({ verdict }) => verdict !== 'error');
    if (!bad || believed) return rows;
    const again = alone ? await this.#try(subject, share, NONE) : await this.#eachAlone(subject, share);
    return again.map((one, index) => told(one, rows[index]));
  }

  async #eachAlone(subject: Subject, share: Share): Promise<Rows[]> {
    const rows: Rows[] = [];
    for (const attempt of share) rows.push(...(await this.share(subject, [attempt])));
    return rows;
  }

  #try(subject: Subject, share: Share, without: ReadonlySet<string>): Promise<Rows[]> {
    return this.#started(
      (lab) => bring(lab, subject.item.id, this.#plan.proofs, without),
      async (lab) => {
        const rows: Rows[] = [];
        for (const attempt of share) rows.push(await runAttempt(lab, subject, attempt, this.#options.kinds));
        return rows;
      },
    );
  }

  async #shortcut(subject: Subject): Promise<ReadonlySet<string>> {
    if (this.#options.exact) return NONE;
    const { id } = subject.item;
    const known = this.#shortcuts.get(id) ?? this.#findShortcut(subject);
    this.#shortcuts.set(id, known);
    return known;
  }

  async #findShortcut(subject: Subject): Promise<ReadonlySet<string>> {
    this.#survey ??= this.#started(
      (lab) => survey(lab, this.#plan.proofs),
      async (_lab, surveyed) => surveyed,
    );
    const surveyed = await this.#survey;
    const depth = traceDepth(subject.checks);
    const { id } = subject.item;
    const without = traceless(surveyed, id, depth);
    if (without.size === 0) return NONE;
    const trace = await this.#started((lab) => bring(lab, id, this.#plan.proofs, without), traceOf).catch(
      (error: unknown) => {
        if (error instanceof SandboxError) return undefined;
        throw error;
      },
    );
    if (trace?.[depth].general !== startOf(surveyed, id)[depth].general) {
      this.#ways.set(id, 'the long way: without the steps that left no trace, the state is another one');
      return NONE;
    }
    this.#ways.set(
      id,
      `without ${count(without.size, 'step')} before it that leave no trace; seen to be the same state`,
    );
    return without;
  }

  /** A step on the way that stumbles (a ping lost on a busy machine) says nothing of what is to be tried: once more. */
  async #started<S, T>(
    start: (lab: Lab) => Promise<S>,
    work: (lab: Lab, start: S) => Promise<T>,
  ): Promise<T> {
    const { driver, kinds, onLab, signal } = this.#options;
    for (let left = STARTS; ; left -= 1) {
      signal?.throwIfAborted();
      const lab = await openLab(this.#plan.chapter, { driver, kinds, seed: this.#seed });
      const forget = onLab?.(lab);
      try {
        const started = await start(lab).catch((error: unknown) => {
          if (left > 1 && error instanceof SandboxError) return AGAIN;
          throw error;
        });
        if (started !== AGAIN) return await work(lab, started as S);
      } finally {
        await lab.close();
        forget?.();
      }
    }
  }
}
