/**
 * How much slower than a quick machine this one is: every deadline for something local is a multiple of that. Measured
 * once for a tree of processes, when the first deadline is needed. Does not know what the deadlines are for.
 */
import { UsageError } from './errors.ts';
import { measure } from './slowdown/measure.ts';
import { slowness } from './slowdown/slowness.ts';

/** Holds the figure for the children of this process: vitest's workers, runners that tests start. */
const VARIABLE = 'WIREBOOK_SLOWDOWN';

/**
 * 1 on a machine as quick as the reference (`slowness.ts`) or quicker, else how many times longer things take. The first call
 * measures for some 60 ms times the result; later ones, and those in child processes, take what is in the environment
 * variable WIREBOOK_SLOWDOWN, which a user may set, too.
 * @throws UsageError when that is no number, or less than 1.
 */
export function slowdown(env: NodeJS.ProcessEnv = process.env): number {
  const told = env[VARIABLE];
  if (told) return parseSlowdown(told);
  const measured = slowness(measure());
  env[VARIABLE] = String(measured);
  return measured;
}

/**
 * A deadline that is generous on a quick machine, for one that is so many times slower: this one, or a sandbox's hosts
 * (`sandbox.slowdown`). Whole milliseconds.
 */
export function patient(ms: number, times = slowdown()): number {
  return Math.round(ms * times);
}

/** The same in whole seconds, as tools take it: `ping -W`. */
export function patientSeconds(seconds: number): number {
  return Math.ceil(seconds * slowdown());
}

function parseSlowdown(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 1) return value;
  throw new UsageError(
    `${VARIABLE} is ${JSON.stringify(text)}: it must be a number from 1 (a quick machine) upwards, such as 4.`,
    `Correct it, or let it be measured: unset ${VARIABLE}`,
  );
}
