import { expect, test } from 'vitest';
import { sectionsOf, stepMark } from './contents-tree.ts';
import type { StepView } from './step-state.ts';

const section = (anchor: string) => ({ anchor, text: anchor.toUpperCase() });
const step = (name: string) => ({ anchor: `step-${name}`, text: name, step: name });
const item = (id: string) => ({ anchor: `exercise-${id}`, text: id, item: id });

test('sections hold what follows them, steps that are neighbours share a row', () => {
  expect(sectionsOf([])).toEqual([]);
  expect(
    sectionsOf([step('a'), section('s'), step('b'), step('c'), item('x'), step('d'), section('t')]),
  ).toEqual([
    { rows: [{ type: 'steps', steps: [step('a')] }], anchors: new Set(['step-a']) },
    {
      entry: section('s'),
      rows: [
        { type: 'steps', steps: [step('b'), step('c')] },
        { type: 'item', entry: item('x'), item: 'x' },
        { type: 'steps', steps: [step('d')] },
      ],
      anchors: new Set(['s', 'step-b', 'step-c', 'exercise-x', 'step-d']),
    },
    { entry: section('t'), rows: [], anchors: new Set(['t']) },
  ]);
});

const run = (outcome: 'ran' | 'timeout', exit: number, stale?: boolean): StepView => ({
  phase: 'idle',
  result: {
    run: { host: 'worker', outcome, exit, output: '', ms: 1 } as never,
    ...(stale !== undefined && { stale }),
  },
});

test.each<[StepView | undefined, number, boolean, ReturnType<typeof stepMark>]>([
  [undefined, 0, false, 'not-run'],
  [{ phase: 'idle' }, 0, false, 'not-run'],
  [{ phase: 'idle' }, 0, true, 'stale'],
  [{ phase: 'queued' }, 0, true, 'busy'],
  [{ ...run('ran', 0), phase: 'asked' }, 0, false, 'busy'],
  [run('ran', 0), 0, false, 'run'],
  [run('ran', 7), 7, false, 'run'],
  [run('ran', 7), 0, false, 'failed'],
  [run('timeout', 0), 0, false, 'failed'],
  [run('ran', 0, true), 0, false, 'stale'],
  [run('ran', 7, true), 0, false, 'stale'],
  [{ phase: 'idle', notRun: { outcome: 'refused' } }, 0, false, 'failed'],
  [{ ...run('ran', 0), notRun: { outcome: 'skipped' } }, 0, false, 'run'],
  [{ phase: 'idle', notRun: { outcome: 'skipped' } }, 0, false, 'not-run'],
])('%o, status %d expected, run before: %s is %s', (view, expected, before, mark) => {
  expect(stepMark(view, expected, before)).toBe(mark);
});
