/** Whose sandbox machines run, or ran last. Those that stay with one learner in one chapter need not be brought back to their beginning. */
import type { UpOptions } from '../driver.ts';

/** Different for different learners and for different chapters. */
export function userOf({ labels = {} }: UpOptions = {}): string {
  const { learner = '', chapter = '' } = labels;
  return `${chapter} ${learner}`;
}
