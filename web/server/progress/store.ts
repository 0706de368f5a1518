/** What learners have done, kept across reloads and restarts. Knows nothing of sandboxes or HTTP. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { slugOf } from '../../../runner/chapter/chapter-id.ts';
import type { Chapter } from '../../../runner/chapter/model.ts';
import type { Learner } from '../../../runner/session/learner.ts';
import type { ItemProgress } from '../../protocol.ts';
import type { ProgressDatabase } from './database.ts';
import { numberOf } from './learners.ts';

const ItemRow = z.object({
  item: z.string(),
  points: z.number(),
  done_at: z.number().nullable(),
  hints_shown: z.number(),
});

export interface TypedAnswer {
  readonly text: string;
  readonly verdict: string;
}

const PlaceRow = z.object({ sandbox: z.string(), moment: z.string().nullable() });

/** How far the learner came in a sandbox; null: no step, exercise or question. */
export type Place = Readonly<z.infer<typeof PlaceRow>>;

/** `chapter` is its slug. */
const LastRun = z.object({ chapter: z.string(), step: z.string() });
export type LastRun = Readonly<z.infer<typeof LastRun>>;

type Items = Pick<Chapter, 'id' | 'exercises' | 'questions'>;

export class ProgressStore {
  readonly #database: ProgressDatabase;
  readonly #now: () => number;

  constructor(database: ProgressDatabase, now: () => number = Date.now) {
    this.#database = database;
    this.#now = now;
  }

  of(learner: Learner, chapter: Items): ChapterProgress {
    return new ChapterProgress(this.#database, learner, chapter, this.#now);
  }

  /** Steps that the learner has run, the latest first. Chapters and steps may be there no more. */
  lastRuns(learner: Learner): LastRun[] {
    return this.#database.all(
      'SELECT chapter, step FROM steps WHERE learner = ? ORDER BY last_at DESC, rowid DESC LIMIT 20',
      [numberOf(this.#database, learner)],
      LastRun,
    );
  }
}

/** Of one learner in one chapter. Every method throws ProgressError when the file cannot be read or written. */
export class ChapterProgress {
  readonly #database: ProgressDatabase;
  readonly #learner: Learner;
  readonly #chapter: Items;
  readonly #now: () => number;
  #number: number | undefined;

  constructor(database: ProgressDatabase, learner: Learner, chapter: Items, now: () => number) {
    this.#database = database;
    this.#learner = learner;
    this.#chapter = chapter;
    this.#now = now;
  }

  /** The columns `learner` and `chapter` of every table. A chapter's number is no part of it: it changes when the book does. */
  get #key(): readonly [learner: number, chapter: string] {
    this.#number ??= numberOf(this.#database, this.#learner);
    return [this.#number, slugOf(this.#chapter.id)];
  }

  /** What the chapter's variables are drawn from; drawn once, then kept. */
  seed(): string {
    this.#database.run(
      'INSERT INTO seeds (learner, chapter, seed) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      ...this.#key,
      randomBytes(8).toString('hex'),
    );
    const row = z.object({ seed: z.string() });
    const sql = 'SELECT seed FROM seeds WHERE learner = ? AND chapter = ?';
    return this.#database.all(sql, this.#key, row)[0]?.seed ?? '';
  }

  /** Of every exercise and question that the chapter has now; what it no longer has is left out. */
  items(): Record<string, ItemProgress> {
    const rows = this.#database.all(
      'SELECT item, points, done_at, hints_shown FROM items WHERE learner = ? AND chapter = ?',
      this.#key,
      ItemRow,
    );
    const stored = new Map(rows.map((row) => [row.item, row]));
    const { exercises, questions } = this.#chapter;
    const items = [...exercises, ...questions].map((item): [string, ItemProgress] => {
      const row = stored.get(item.id);
      return [
        item.id,
        {
          done: typeof row?.done_at === 'number',
          points: row?.points ?? 0,
          possible: item.points,
          hintsShown: Math.min(row?.hints_shown ?? 0, item.hints.length),
        },
      ];
    });
    return Object.fromEntries(items);
  }

  /** @returns false when they were earned before. */
  earn(item: string, points: number): boolean {
    const changed = this.#database.run(
      `INSERT INTO items (learner, chapter, item, points, done_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET points = excluded.points, done_at = excluded.done_at WHERE done_at IS NULL`,
      ...this.#key,
      item,
      points,
      this.#now(),
    );
    return changed > 0;
  }

  /** One more hint, never more than there are. */
  showHint(item: string, total: number): void {
    this.#database.run(
      `INSERT INTO items (learner, chapter, item, hints_shown) VALUES (?, ?, ?, min(1, ?))
       ON CONFLICT DO UPDATE SET hints_shown = min(hints_shown + 1, ?)`,
      ...this.#key,
      item,
      total,
      total,
    );
  }

  recordAnswer(question: string, answer: TypedAnswer): void {
    this.#database.run(
      'INSERT INTO answers (learner, chapter, question, text, verdict, at) VALUES (?, ?, ?, ?, ?, ?)',
      ...this.#key,
      question,
      answer.text,
      answer.verdict,
      this.#now(),
    );
  }

  /** Oldest first. */
  answers(question: string): TypedAnswer[] {
    return this.#database.all(
      `SELECT text, verdict FROM answers WHERE learner = ? AND chapter = ? AND question = ?
       ORDER BY at, rowid`,
      [...this.#key, question],
      z.object({ text: z.string(), verdict: z.string() }),
    );
  }

  recordRun(step: string, exit: number | null): void {
    this.#database.run(
      `INSERT INTO steps (learner, chapter, step, runs, exit, last_at) VALUES (?, ?, ?, 1, ?, ?)
       ON CONFLICT DO UPDATE SET runs = runs + 1, exit = excluded.exit, last_at = excluded.last_at`,
      ...this.#key,
      step,
      exit,
      this.#now(),
    );
  }

  /** The last answer counts. @param expected the words of a choice, or a number */
  expect(prediction: string, expected: string): void {
    this.#database.run(
      `INSERT INTO predictions (learner, chapter, prediction, expected, at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET expected = excluded.expected, at = excluded.at`,
      ...this.#key,
      prediction,
      expected,
      this.#now(),
    );
  }

  /** Prediction -> what the learner expects. */
  expectations(): Record<string, string> {
    const rows = this.#database.all(
      'SELECT prediction, expected FROM predictions WHERE learner = ? AND chapter = ?',
      this.#key,
      z.object({ prediction: z.string(), expected: z.string() }),
    );
    return Object.fromEntries(rows.map(({ prediction, expected }) => [prediction, expected]));
  }

  /** In the last sandbox of the chapter that was used; undefined when there was none. */
  place(): Place | undefined {
    const sql = 'SELECT sandbox, moment FROM places WHERE learner = ? AND chapter = ?';
    return this.#database.all(sql, this.#key, PlaceRow)[0];
  }

  setPlace({ sandbox, moment }: Place): void {
    this.#database.run(
      `INSERT INTO places (learner, chapter, sandbox, moment) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET sandbox = excluded.sandbox, moment = excluded.moment`,
      ...this.#key,
      sandbox,
      moment,
    );
  }

  forgetPlace(): void {
    this.#database.run('DELETE FROM places WHERE learner = ? AND chapter = ?', ...this.#key);
  }

  /** Step name -> how often it was run, over all sandboxes. */
  stepsRun(): Record<string, number> {
    const rows = this.#database.all(
      'SELECT step, runs FROM steps WHERE learner = ? AND chapter = ?',
      this.#key,
      z.object({ step: z.string(), runs: z.number() }),
    );
    return Object.fromEntries(rows.map(({ step, runs }) => [step, runs]));
  }
}
