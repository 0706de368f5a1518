/** Whether two light states differ in what a learner did. Pure. */
import { createHash } from 'node:crypto';
import type { NetworkState } from '../../../checks/network/state/network-state.ts';
import { normalise } from '../../../checks/network/state/normalise.ts';

/** A hash of the light sections of one sandbox: the same as long as nothing changed but time. */
export function fingerprint(state: NetworkState): string {
  // With what traffic leaves behind: a learned entry may be what a check waits for.
  const texts = normalise(state, { depth: 'light', traffic: true, sandbox: 'same' });
  return createHash('sha256').update(texts.join('\n')).digest('hex');
}
