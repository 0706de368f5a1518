/**
 * Labs at the starts of a chapter's items, one for each tour. What is not as it must be where a lab is shared is tried
 * again in one of its own, and what is not after the short way to the start once more by the long way, before it is
 * believed.
 */
import { resolverFor } from '../chapter/resolve.ts';
import { SandboxError } from '../errors.ts';
import type { Lab } from '../session/lab.ts';
import { openLab } from '../session/open.ts';
import { replayUntil } from '../session/replay-until.ts';
import { drawVariables } from '../session/variables.ts';
import { count } from '../words.ts';
import { runAttempt } from './attempt.ts';
import { largestSeed } from './largest-seed.ts';
import type { Plan, Subject } from './plan.ts';
import type { ProveOptions } from './prove.ts';
import type { AttemptReport } from './report.ts';
import { type SnapshotDepth, takeSnapshot } from './snapshot.ts';
import { type Survey, snapshotDepth, startOf, stateless, survey } from './start.ts';
import type { Share, Stop, Tour } from './tours.ts';

const NONE: ReadonlySet<string> = new Set();
/** How often a start is tried for. */
const STARTS = 3;
const AGAIN = Symbol('again');

type Rows = readonly AttemptReport[];

function isFine(rows: readonly Rows[]): boolean {
  return rows.flat().every(({ ok }) => ok);
}

/** Rows of a later try, with what was wrong at an earlier one. */
function told(rows: Rows, earlier: Rows = []): Rows {
  const bad = earlier.find(({ ok }) => !ok);
  return bad ? rows.map((row) => ({ first: `${bad.name}: ${bad.found}`, ...row })) : rows;
}

export class LabPool {
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

  /** @returns for each stop the rows of each attempt */
  async go(tour: Tour): Promise<readonly (readonly Rows[])[]> {
    if (tour.length < 2) return Promise.all(tour.map((stop) => this.#stop(stop)));
    // A lab that a stop has spoilt may not even come to the next one.
    const together = await this.#try(tour, NONE).catch((error: unknown) => {
      if (error instanceof SandboxError) return [];
      throw error;
    });
    const all: (readonly Rows[])[] = [];
    for (const [index, stop] of tour.entries()) {
      const rows = together[index];
      if (rows && isFine(rows)) all.push(rows);
      else all.push((await this.#stop(stop)).map((one, at) => told(one, rows?.[at])));
    }
    return all;
  }

  /** In a lab that goes nowhere else. */
  async #stop({ subject, share }: Stop): Promise<readonly Rows[]> {
    const without = await this.#shortcut(subject);
    const [rows = []] = await this.#try([{ subject, share }], without);
    const bad = rows.flat().find(({ ok }) => !ok);
    const alone = share.length === 1;
    // By the long way only what could not look gets a second chance: a full machine is no fault of a check.
    const believed = alone && without.size === 0 && bad?.cells.every(({ verdict }) => verdict !== 'error');
    if (!bad || believed) return rows;
    const again = alone
      ? ((await this.#try([{ subject, share }], NONE))[0] ?? [])
      : await this.#eachAlone(subject, share);
    return again.map((one, index) => told(one, rows[index]));
  }

  async #eachAlone(subject: Subject, share: Share): Promise<Rows[]> {
    const rows: Rows[] = [];
    for (const attempt of share) rows.push(...(await this.#stop({ subject, share: [attempt] })));
    return rows;
  }

  #try(tour: Tour, without: ReadonlySet<string>): Promise<Rows[][]> {
    const { proofs } = this.#plan;
    const [first, ...later] = tour.map(({ subject }) => subject.item.id);
    if (first === undefined) return Promise.resolve([]);
    return this.#started(
      (lab) => replayUntil(lab, first, proofs, { without }),
      async (lab) => {
        const all = [await this.#share(lab, tour[0] as Stop)];
        let from = first;
        for (const [index, item] of later.entries()) {
          await replayUntil(lab, item, proofs, { from });
          all.push(await this.#share(lab, tour[index + 1] as Stop));
          from = item;
        }
        return all;
      },
    );
  }

  async #share(lab: Lab, { subject, share }: Stop): Promise<Rows[]> {
    const rows: Rows[] = [];
    for (const attempt of share) rows.push(await runAttempt(lab, subject, attempt));
    return rows;
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
    const depth = this.#depth(subject);
    const { id } = subject.item;
    const without = stateless(surveyed, id, depth);
    if (without.size === 0) return NONE;
    const snapshot = await this.#started(
      (lab) => replayUntil(lab, id, this.#plan.proofs, { without }),
      takeSnapshot,
    ).catch((error: unknown) => {
      if (error instanceof SandboxError) return undefined;
      throw error;
    });
    if (snapshot?.[depth].general !== startOf(surveyed, id)[depth].general) {
      this.#ways.set(id, 'the long way: without the steps that left no trace, the state is another one');
      return NONE;
    }
    this.#ways.set(
      id,
      `without ${count(without.size, 'step')} before it that leave no trace; seen to be the same state`,
    );
    return without;
  }

  /** How closely the subject's checks look at what a start holds. */
  #depth({ checks }: Subject): SnapshotDepth {
    const { chapter } = this.#plan;
    const variables = drawVariables(chapter.variables, this.#seed);
    return snapshotDepth(checks.map(resolverFor(chapter, this.#options.kinds, variables)));
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
