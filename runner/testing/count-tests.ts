/**
 * How many tests passed, failed and were skipped. Pure. A test that did not run because a hook above it failed, or
 * because its file did not load, has failed: vitest calls it skipped, and a run must not look better for it.
 */
import type { Tally } from '../words.ts';

/** What counting needs of vitest's TestModule, TestSuite and TestCase. */
export interface Counted {
  readonly type: 'module' | 'suite' | 'test';
  /** Failed hooks, or what kept the file from loading. */
  readonly errors: number;
  /** Of a test; absent for a module and a suite. */
  readonly state?: 'passed' | 'failed' | 'skipped' | 'pending' | undefined;
  readonly children: readonly Counted[];
}

const NONE: Tally = { passed: 0, failed: 0, skipped: 0 };

export function countTests(modules: readonly Counted[]): Tally {
  return modules.map((one) => countIn(one, false)).reduce(sum, NONE);
}

function countIn(one: Counted, broken: boolean): Tally {
  if (one.type === 'test') {
    if (one.state === 'passed') return { ...NONE, passed: 1 };
    return one.state === 'skipped' && !broken ? { ...NONE, skipped: 1 } : { ...NONE, failed: 1 };
  }
  const inside = one.children.map((child) => countIn(child, broken || one.errors > 0)).reduce(sum, NONE);
  // An error that no test shows (a file that does not load, an afterAll that fails) counts by itself.
  return one.errors > 0 && inside.failed === 0 ? sum(inside, { ...NONE, failed: 1 }) : inside;
}

function sum(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}
