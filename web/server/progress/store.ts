/** What the learner has done, kept across reloads and restarts. One learner per progress file. Knows nothing of sandboxes or HTTP. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Chapter } from '../../../runner/chapter/model.ts';
import type { ItemProgress } from '../../protocol.ts';
import type { ProgressDatabase } from './database.ts';

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

/** Every method throws ProgressError when the file cannot be read or written. */
export class ProgressStore {
  readonly #database: ProgressDatabase;
  readonly #now: () => number;

  constructor(database: ProgressDatabase, now: () => number = Date.now) {
    this.#database = database;
    this.#now = now;
  }

  /** What the chapter's variables are drawn from; drawn once per learner and chapter, then kept. */
  seed(chapter: string): string {
    this.#database.run(
      'INSERT INTO seeds (chapter, seed) VALUES (?, ?) ON CONFLICT DO NOTHING',
      chapter,
      randomBytes(8).toString('hex'),
    );
    const row = z.object({ seed: z.string() });
    const [found] = this.#database.all('SELECT seed FROM seeds WHERE chapter = ?', [chapter], row);
    return found?.seed ?? '';
  }

  /** Of every exercise and question that the chapter has now; what it no longer has is left out. */
  items(chapter: Pick<Chapter, 'id' | 'exercises' | 'questions'>): Record<string, ItemProgress> {
    const rows = this.#database.all(
      'SELECT item, points, done_at, hints_shown FROM items WHERE chapter = ?',
      [chapter.id],
      ItemRow,
    );
    const stored = new Map(rows.map((row) => [row.item, row]));
    const items = [...chapter.exercises, ...chapter.questions].map((item): [string, ItemProgress] => {
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
  earn(chapter: string, item: string, points: number): boolean {
    const changed = this.#database.run(
      `INSERT INTO items (chapter, item, points, done_at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET points = excluded.points, done_at = excluded.done_at WHERE done_at IS NULL`,
      chapter,
      item,
      points,
      this.#now(),
    );
    return changed > 0;
  }

  /** One more hint, never more than there are. */
  showHint(chapter: string, item: string, total: number): void {
    this.#database.run(
      `INSERT INTO items (chapter, item, hints_shown) VALUES (?, ?, min(1, ?))
       ON CONFLICT DO UPDATE SET hints_shown = min(hints_shown + 1, ?)`,
      chapter,
      item,
      total,
      total,
    );
  }

  recordAnswer(chapter: string, question: string, answer: TypedAnswer): void {
    this.#database.run(
      'INSERT INTO answers (chapter, question, text, verdict, at) VALUES (?, ?, ?, ?, ?)',
      chapter,
      question,
      answer.text,
      answer.verdict,
      this.#now(),
    );
  }

  /** Oldest first. */
  answers(chapter: string, question: string): TypedAnswer[] {
    return this.#database.all(
      'SELECT text, verdict FROM answers WHERE chapter = ? AND question = ? ORDER BY at, rowid',
      [chapter, question],
      z.object({ text: z.string(), verdict: z.string() }),
    );
  }

  recordRun(chapter: string, step: string, exit: number | null): void {
    this.#database.run(
      `INSERT INTO steps (chapter, step, runs, exit, last_at) VALUES (?, ?, 1, ?, ?)
       ON CONFLICT DO UPDATE SET runs = runs + 1, exit = excluded.exit, last_at = excluded.last_at`,
      chapter,
      step,
      exit,
      this.#now(),
    );
  }

  /** In the last sandbox of the chapter that was used; undefined when there was none. */
  place(chapter: string): Place | undefined {
    return this.#database.all('SELECT sandbox, moment FROM places WHERE chapter = ?', [chapter], PlaceRow)[0];
  }

  setPlace(chapter: string, { sandbox, moment }: Place): void {
    this.#database.run(
      `INSERT INTO places (chapter, sandbox, moment) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET sandbox = excluded.sandbox, moment = excluded.moment`,
      chapter,
      sandbox,
      moment,
    );
  }

  forgetPlace(chapter: string): void {
    this.#database.run('DELETE FROM places WHERE chapter = ?', chapter);
  }

  /** Step name -> how often it was run, over all sandboxes. */
  stepsRun(chapter: string): Record<string, number> {
    const rows = this.#database.all(
      'SELECT step, runs FROM steps WHERE chapter = ?',
      [chapter],
      z.object({ step: z.string(), runs: z.number() }),
    );
    return Object.fromEntries(rows.map(({ step, runs }) => [step, runs]));
  }
}
