import { describe, expect, it } from 'vitest';
import type { StepRun } from '../protocol.ts';
import { ask, clear, finish, greet, move, outdate, type Steps, shellIsFree } from './step-state.ts';

const run = (changes: Partial<StepRun> = {}): StepRun => ({
  step: 's',
  host: 'worker',
  outcome: 'ran',
  exit: 0,
  output: 'out\n',
  ms: 1,
  ...changes,
});
const busy = { by: 'program', program: 'sleep' } as const;
const refused = run({ outcome: 'refused', exit: null, output: '', reason: 'sleep is running', busy });
const ran = (runId: string, of = run()) => ({ type: 'ran', runId, step: 's', run: of }) as const;
const result = { run: run(), comparison: undefined };
const gone = expect.objectContaining({ reason: 'the sandbox that it was meant for is gone' });

/** From click to output, in the order of the messages. */
const asked = (before: Steps = {}) => ask(before, 's', 'r1');
const queued = (before = asked()) => move(before, { type: 'queued', runId: 'r1', step: 's' });
const running = (before = queued()) => move(before, { type: 'running', runId: 'r1', step: 's' });

describe('a step', () => {
  it.each<[what: string, steps: Steps, view: unknown]>([
    ['asked for', asked(), { phase: 'asked', runId: 'r1' }],
    ['waiting its turn', queued(), { phase: 'queued', runId: 'r1' }],
    [
      'waiting for a program',
      move(asked(), { type: 'queued', runId: 'r1', step: 's', behind: busy }),
      { phase: 'queued', runId: 'r1', behind: busy },
    ],
    ['taken by the shell', running(), { phase: 'running', runId: 'r1' }],
    ['run', finish(running(), ran('r1')), { phase: 'idle', runId: 'r1', result }],
    [
      'asked for again, with the output of before',
      asked({ s: { phase: 'idle', result } }),
      { phase: 'asked', runId: 'r1', result },
    ],
    [
      'refused, with the output of before',
      finish(asked({ s: { phase: 'idle', result } }), ran('r1', refused)),
      { phase: 'idle', runId: 'r1', result, notRun: refused },
    ],
    [
      'asked for after a refusal',
      asked({ s: { phase: 'idle', notRun: refused } }),
      { phase: 'asked', runId: 'r1' },
    ],
    [
      'run in another tab while this one waits with a run of its own',
      finish(queued(), ran('theirs')),
      { phase: 'queued', runId: 'r1', result },
    ],
    [
      'refused in another tab while this one waits',
      finish(asked(), ran('theirs', refused)),
      { phase: 'asked', runId: 'r1' },
    ],
    ['joined and ended under the other id', finish(running(), ran('theirs')), { phase: 'idle', result }],
  ])('%s', (_what, steps, view) => {
    expect(steps.s).toMatchObject(view as object);
    if (!JSON.stringify(view).includes('notRun')) expect(steps.s?.notRun).toBeUndefined();
  });
});

describe('hello', () => {
  const told = { s: { run: run({ output: 'told\n' }) } };
  it.each<[what: string, before: Steps, runs: Parameters<typeof greet>[1], same: boolean, view: unknown]>([
    ['tells of runs', {}, told, true, { phase: 'idle', result: told.s }],
    ['keeps what was asked and not acknowledged', asked(), {}, true, { phase: 'asked', runId: 'r1' }],
    ['with what it tells', asked(), told, true, { phase: 'asked', runId: 'r1', result: told.s }],
    ['is the truth about the same sandbox', { s: { phase: 'idle', result } }, {}, true, undefined],
    ['tells anew what still runs', running(), {}, true, undefined],
    ['of another sandbox drops what was asked', asked(), {}, false, { phase: 'idle', notRun: gone }],
    ['and what waited in the old one', queued(), {}, false, { phase: 'idle', notRun: gone }],
    [
      'and what ran',
      running(),
      {},
      false,
      { phase: 'idle', notRun: { outcome: 'shell-ended', reason: 'with its sandbox' } },
    ],
    [
      'and marks results as those of a sandbox that is gone',
      { s: { phase: 'idle', result } },
      {},
      false,
      { phase: 'idle', result: { ...result, stale: true } },
    ],
    [
      'but not those that it tells',
      { s: { phase: 'idle', result } },
      told,
      false,
      { phase: 'idle', result: told.s },
    ],
  ])('%s', (_what, before, runs, same, view) => {
    const { s } = greet(before, runs, same);
    if (view === undefined) expect(s).toBeUndefined();
    else expect(s).toMatchObject(view as object);
    if (same) expect(s?.result?.stale).toBeUndefined();
  });
});

describe('a reset', () => {
  const steps: Steps = {
    here: { phase: 'idle', result },
    there: { phase: 'idle', result: { run: run({ host: 'worker2' }) } },
    refused: { phase: 'idle', notRun: refused },
    asked: { phase: 'asked', runId: 'r1', result },
  };
  it.each<[host: string | undefined, left: string[]]>([
    [undefined, ['asked']],
    ['worker', ['there', 'asked']],
    ['worker2', ['here', 'refused', 'asked']],
  ])('of %s', (host, left) => {
    const after = clear(steps, host);
    expect(Object.keys(after)).toEqual(left);
    expect(after.asked).toMatchObject({ phase: 'asked', result: undefined });
  });
});

it('results grow old with their sandbox, and only they do', () => {
  const steps = outdate({ old: { phase: 'idle', result }, ...asked() });
  expect(steps.old?.result?.stale).toBe(true);
  expect(steps.s).toEqual(asked().s);
});

it.each([
  ['worker', undefined],
  ['worker2', refused],
])('the prompt on %s', (host, notRun) => {
  expect(shellIsFree({ s: { phase: 'idle', notRun: refused } }, host).s?.notRun).toBe(notRun);
});
