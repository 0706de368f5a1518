/**
 * Who learns. Together with a chapter it is the key of whatever is one learner's own: the chapter's session and sandbox,
 * its seed, progress, answers and points.
 */
import { z } from 'zod';

/**
 * Who vouches for the learner, and under which name: `iss` and `sub` of OpenID Connect Core 1.0, section 2, which together
 * are one person's for ever. Branded, so that nothing becomes a learner without having been looked at here.
 */
export const Learner = z
  .strictObject({ issuer: z.string().min(1).max(255), subject: z.string().min(1).max(255) })
  .readonly()
  .brand<'Learner'>();
export type Learner = z.infer<typeof Learner>;

/**
 * Whoever uses this machine's page and command line. A constant, not a user's name, number or home directory: the progress
 * file is its owner's alone already, and stays so when the account is renamed or the file moves to another machine.
 */
export const LOCAL = Learner.parse({ issuer: 'local', subject: 'owner' });

/** `owner@local`: different for different learners, because no encoded subject has an @. */
export function learnerName({ issuer, subject }: Learner): string {
  return `${encodeURIComponent(subject)}@${issuer}`;
}
