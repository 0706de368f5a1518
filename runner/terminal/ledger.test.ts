import { expect, it } from 'vitest';
import type { StepRun } from '../session/steps/step-run.ts';
import { RunLedger } from './ledger.ts';

const ran = (output: string): StepRun => ({
  step: 's',
  host: 'worker',
  outcome: 'ran',
  exit: 0,
  output,
  ms: 1,
});

it('starts an id once, and gives everybody its result', async () => {
  const ledger = new RunLedger();
  let starts = 0;
  const start = async () => {
    starts += 1;
    return ran('x');
  };
  const first = ledger.once('a', start);
  expect(ledger.once('a', start)).toBe(first);
  expect(await ledger.once('a', start)).toEqual(ran('x'));
  await ledger.once('b', start);
  expect(starts).toBe(2);
});

it('lets old outputs go when all together grow too large, and never starts their runs again', async () => {
  const ledger = new RunLedger(10);
  for (const id of ['a', 'b', 'c']) await ledger.once(id, async () => ran('1234'));
  const again = async (id: string) =>
    (await ledger.once(id, () => Promise.reject(new Error('started again')))).output;
  expect([await again('a'), await again('b'), await again('c')]).toEqual(['', '1234', '1234']);
  await ledger.once('large', async () => ran('x'.repeat(100)));
  expect([await again('b'), await again('c'), (await again('large')).length]).toEqual(['', '', 100]);
});
