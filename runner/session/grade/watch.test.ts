import { expect, test } from 'vitest';
import type { CheckKind } from '../../../checks/kind.ts';
import type { CheckResult, Verdict } from '../../../checks/verdict.ts';
import type { Check } from '../../chapter/model.ts';
import type { Lab } from '../lab.ts';
import { watchLab } from './watch.ts';

const kind = (name: string, cost: CheckKind<unknown>['cost']) =>
  [name, { kind: name, cost } as CheckKind<unknown>] as const;
const KINDS = new Map([kind('listening', 'state'), kind('http', 'probe'), kind('process-survival', 'load')]);

/** An exercise with a check of each cost; `say` is what the cheap one says, and `loads` counts the runs of the dear one. */
function watched() {
  const now = {
    verdict: 'pass' as Verdict,
    say: 'python3 (pid 1) listens on 0.0.0.0:80',
    traffic: 'pass' as Verdict,
    loads: 0,
  };
  const checks = [...KINDS.keys()].map((id) => ({ id, kind: id }) as unknown as Check);
  const judge = async (some: readonly Check[]): Promise<CheckResult[]> =>
    some.map(({ id, kind }) => {
      if (kind === 'process-survival') now.loads += 1;
      const [verdict, diagnosis] = kind === 'listening' ? [now.verdict, now.say] : [now.traffic, now.traffic];
      return { id, kind, title: id, verdict, diagnosis, evidence: [], ms: 0 };
    });
  const lab = { chapter: { exercises: [{ id: 'pod', checks }] }, judge } as unknown as Lab;
  const watch = watchLab(lab, { kinds: KINDS, onResults: () => {}, intervalMs: 1e9 });
  /** A command ended: everything is judged that is due. Checks of an unknown exercise only wait for their turn. */
  const settle = async () => {
    watch.commandEnded();
    await new Promise<void>((resolve) => setImmediate(resolve));
    await watch.checkNow('nothing of that name');
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const verdicts = () => watch.latest('pod').map(({ verdict }) => verdict);
  return { now, watch, settle, verdicts };
}

test('a load test is not run again when only a PID is another: one that restarts a process would never end', async () => {
  const { now, watch, settle, verdicts } = watched();
  await settle();
  expect(verdicts()).toEqual(['pass', 'pass', 'pass']);
  expect(now.loads).toBe(1);
  now.say = 'python3 (pid 4711) listens on 0.0.0.0:80';
  await settle();
  expect(verdicts()).toEqual(['pass', 'pass', 'pass']);
  expect(now.loads).toBe(1);
  watch.stop();
});

test('it is due again when another check says something else, or when asked for', async () => {
  const { now, watch, settle, verdicts } = watched();
  await settle();
  now.say = 'python3 (pid 1) listens on 127.0.0.1:80';
  await settle();
  expect(now.loads).toBe(2);
  await watch.checkNow('pod');
  expect(now.loads).toBe(3);
  now.verdict = 'fail';
  await settle();
  expect(verdicts()).toEqual(['fail', 'waiting', 'waiting']);
  expect(now.loads).toBe(3);
  watch.stop();
});

test('traffic that was asked for goes on failing for the same cause, and no longer', async () => {
  const { now, watch, settle, verdicts } = watched();
  now.verdict = 'fail';
  now.traffic = 'fail';
  await settle();
  expect(verdicts()).toEqual(['fail', 'waiting', 'waiting']);
  await watch.checkNow('pod');
  expect(verdicts()).toEqual(['fail', 'fail', 'fail']);
  await settle();
  expect(verdicts()).toEqual(['fail', 'fail', 'fail']);
  now.say = 'nobody listens';
  await settle();
  expect(verdicts()).toEqual(['fail', 'waiting', 'waiting']);
  now.traffic = 'pass';
  await watch.checkNow('pod');
  await settle();
  expect(verdicts(), 'a pass may have gone by since').toEqual(['fail', 'waiting', 'waiting']);
  watch.stop();
});
