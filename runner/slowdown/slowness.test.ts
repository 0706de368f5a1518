import { describe, expect, it } from 'vitest';
import { type Measurements, REFERENCE, slowness } from './slowness.ts';

const five = (ms: number) => [ms, ms, ms, ms, ms];

/** The reference machine itself, but for what is told: the times as multiples of its own. */
function machine(
  more: { process?: number; namespace?: number; loop?: number; processors?: number; quota?: number } = {},
): Measurements {
  return {
    processesMs: five(REFERENCE.processesMs * (more.process ?? 1)),
    namespaceMs: five(REFERENCE.namespaceMs * (more.namespace ?? 1)),
    loopMs: five(REFERENCE.loopMs * (more.loop ?? 1)),
    processors: more.processors ?? 2,
    quota: more.quota ?? Infinity,
  };
}

/** One sample of five stood still for so many milliseconds. */
const stalled = (ms: number): Measurements => {
  const quick = machine();
  return { ...quick, processesMs: [REFERENCE.processesMs + ms, ...quick.processesMs.slice(1)] };
};

const cases: readonly [machine: string, found: Measurements, slowdown: number][] = [
  ['the reference', machine(), 1],
  ['a quicker one with more cores', machine({ process: 0.5, namespace: 0.5, loop: 0.5, processors: 16 }), 1],
  ['one where processes are dear', machine({ process: 5 }), 5],
  ['one where network namespaces are dear', machine({ namespace: 7 }), 7],
  ['one with an old processor', machine({ loop: 2.5 }), 2.5],
  ['one that is slow in all, by its worst', machine({ process: 3, namespace: 4, loop: 2 }), 4],
  ['one core instead of two', machine({ processors: 1 }), 2],
  ['one slow core', machine({ processors: 1, process: 3 }), 6],
  ['a quota of a quarter of a core', machine({ quota: 0.25 }), 8],
  ['a quota that does not limit', machine({ quota: 4 }), 1],
  ['a quota above the cores that there are', machine({ processors: 1, quota: 8 }), 2],
  ['a hiccup that is little beside all samples', stalled(2), 1],
  // All samples take 43.25 ms on the reference; a quarter of a core makes three times as much standing still of it.
  ['standing still for most of the time, though seldom', stalled(3 * 43.25), 4],
  ['no right to namespaces', { ...machine({ process: 2 }), namespaceMs: [] }, 2],
  ['nothing that could be tried', { ...machine(), processesMs: [], namespaceMs: [], loopMs: [] }, 1],
  ['a broken one', machine({ process: 1000 }), 16],
  ['no time at all left by a quota', machine({ quota: 0.001 }), 16],
];

describe('slowness', () => {
  it.each(cases)('%s', (_machine, found, slowdown) => {
    expect(slowness(found)).toBe(slowdown);
  });

  it('takes samples in any order', () => {
    const processesMs = [24, 4.8, 24, 24, 4.8];
    expect(slowness({ ...machine(), processesMs })).toBe(5);
  });
});
