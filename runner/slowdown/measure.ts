/** Measures this machine: processes, network namespaces, arithmetic, and how many processors we may use. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { cpuQuota } from './cpu-quota.ts';
import type { Measurements } from './slowness.ts';

/** All kinds of work take turns, so that one hiccup does not meet all samples of a kind. */
const ROUNDS = 5;
/** A shell that starts three programs: four processes, of which only one is dearer because a big one, Node, creates it. */
const FOUR_PROCESSES = ['-c', '/bin/true; /bin/true; /bin/true; :'];
const ITERATIONS = 500_000;
/** V8 compiles the loop while it runs these. */
const WARM_UP = 2;

/** Some 60 ms on a quick machine, as many times longer as this one is slower. Nothing of it lasts. */
export function measure(): Measurements {
  for (let i = 0; i < WARM_UP; i++) compute();
  const processesMs: number[] = [];
  const namespaceMs: number[] = [];
  const loopMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const processes = timedRun('/bin/sh', FOUR_PROCESSES);
    if (processes !== undefined) processesMs.push(processes);
    // Without the right to it, the first refusal is enough.
    const namespace = round > 0 && namespaceMs.length === 0 ? undefined : timedRun('unshare', UNSHARE);
    if (namespace !== undefined) namespaceMs.push(namespace);
    loopMs.push(timed(compute));
  }
  const quota = cpuQuota((path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  });
  return { processesMs, namespaceMs, loopMs, processors: availableParallelism(), quota };
}

/** Root may make a network namespace; others in a user namespace of their own (unshare(1)). */
const UNSHARE = [...(process.getuid?.() === 0 ? [] : ['--user']), '--net', '/bin/true'];

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** Milliseconds, or undefined when the program cannot be run or fails. */
function timedRun(file: string, argv: readonly string[]): number | undefined {
  let fine = false;
  const ms = timed(() => {
    fine = spawnSync(file, argv, { stdio: 'ignore' }).status === 0;
  });
  return fine ? ms : undefined;
}

/** Kept, so that no compiler may leave the loop out. */
let last = 1;

/** A linear congruential generator with a shift: integer arithmetic that cannot be done in parallel. */
function compute(): void {
  let x = last;
  for (let i = 0; i < ITERATIONS; i++) {
    x = (Math.imul(x, 1_103_515_245) + 12_345) | 0;
    x ^= x >>> 13;
  }
  last = x;
}
