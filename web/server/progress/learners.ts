/** The learners that the progress file has heard of. */
import { z } from 'zod';
import type { Learner } from '../../../runner/session/learner.ts';
import type { ProgressDatabase } from './database.ts';

const Row = z.object({ id: z.number() });

/** The learner's number in the other tables; one who is new gets the next. @throws ProgressError */
export function numberOf(database: ProgressDatabase, { issuer, subject }: Learner): number {
  const known = 'SELECT id FROM learners WHERE issuer = ? AND subject = ?';
  // Another process may have added the same one in between: then this changes nothing, and gives the number all the same.
  const add = `INSERT INTO learners (issuer, subject) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET subject = excluded.subject RETURNING id`;
  for (const sql of [known, add]) {
    const [row] = database.all(sql, [issuer, subject], Row);
    if (row) return row.id;
  }
  throw new Error(`${subject} of ${issuer} was not written`);
}
