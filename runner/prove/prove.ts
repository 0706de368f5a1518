/** Proves a chapter: the attempts of its plan in fresh labs, several at a time. */
import { join } from 'node:path';
import { shownPath } from '../chapter/folders.ts';
import type { Chapter } from '../chapter/model.ts';
import type { Kinds } from '../chapter/resolve.ts';
import type { Driver } from '../sandbox/driver.ts';
import type { Lab } from '../session/lab.ts';
import { LabPool } from './lab-pool.ts';
import { type Attempt, type Plan, type PlanOptions, planOf, type Subject } from './plan.ts';
import { bashReads } from './readable.ts';
import { type AttemptReport, type ProofReport, type ProvedItem, verdictOf } from './report.ts';
import { type Share, type Stop, sharedTours, singleTours, type Tour } from './tours.ts';

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
  /** The exercises and questions that it tries. */
  readonly items: readonly string[];
  readonly name: string;
  /** Runs it once, however often it is called. */
  readonly run: () => Promise<readonly Row[]>;
}

type Row = AttemptReport & { readonly item: string };

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
  const pool = new LabPool(plan, options);
  const attempts = new Map<Attempt, readonly AttemptReport[]>();
  let started: number | undefined;
  let ended = 0;
  const tours = options.exact ? sharedTours(plan) : singleTours(plan);
  const tasks = tours.map((tour): Task => {
    let running: Promise<readonly Row[]> | undefined;
    return {
      items: tour.map(({ subject }) => subject.item.id),
      name: tour.map(({ subject, share }) => `${subject.item.id}: ${nameOf(share)}`).join('; '),
      run: () => (running ??= go(tour)),
    };
  });
  const go = async (tour: Tour): Promise<readonly Row[]> => {
    options.signal?.throwIfAborted();
    started ??= performance.now();
    const rows: Row[] = [];
    for (const [index, found] of (await pool.go(tour)).entries()) {
      const { subject, share } = tour[index] as Stop;
      for (const [at, attempt] of share.entries()) {
        attempts.set(attempt, found[at] ?? []);
        rows.push(...(found[at] ?? []).map((row) => ({ ...row, item: subject.item.id })));
      }
    }
    ended = performance.now();
    return rows;
  };
  const itemOf = (subject: Subject): ProvedItem => ({
    type: subject.type,
    id: subject.item.id,
    title: subject.item.title,
    line: subject.item.line,
    checks: subject.checks.map(({ id }) => id),
    attempts: subject.attempts.flatMap((attempt) => attempts.get(attempt) ?? []),
    exempt: subject.exempt,
    start: pool.way(subject),
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

function nameOf(share: Share): string {
  return share.map(({ name }) => name).join(', ');
}
