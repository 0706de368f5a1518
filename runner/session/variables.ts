/** Draws a chapter's variables for one learner. Pure: the same seed and ranges give the same values on every machine. */
import { createHash } from 'node:crypto';

/** The seed that recordings, `replay` and proofs use. */
export const RECORDING_SEED = 'recording';

/**
 * @param ranges variable name -> inclusive integer range [from, to]
 * @returns variable name -> decimal integer, as shells see it
 */
export function drawVariables(
  ranges: Readonly<Record<string, readonly [number, number]>>,
  seed: string,
): Record<string, string> {
  const drawn: Record<string, string> = {};
  for (const [name, [from, to]] of Object.entries(ranges)) {
    // 48 bits of a hash: for ranges of a few values the bias of the modulus is below 2^-40.
    const bits = createHash('sha256').update(`${seed}\0${name}`).digest().readUIntBE(0, 6);
    drawn[name] = String(from + (bits % (to - from + 1)));
  }
  return drawn;
}
