import { expect, test } from 'vitest';
import { z } from 'zod';
import type { DueCheck } from '../../../checks/judge.ts';
import type { CheckKind, Cost } from '../../../checks/kind.ts';
import type { Depth } from '../../../checks/network/state/network-state.ts';
import type { Observation } from '../../../checks/observation.ts';
import type { Verdict } from '../../../checks/verdict.ts';
import type { Lab } from '../lab.ts';
import { watchLab } from './watch.ts';

/** An exercise with a check of each cost; `say` is what the cheap one says, and `loads` counts the runs of the dear one. */
function watched({ exercises = ['pod'], depth = 'light' as Depth } = {}) {
  const now = {
    verdict: 'pass' as Verdict,
    say: 'python3 (pid 1) listens on 0.0.0.0:80',
    traffic: 'pass' as Verdict,
    loads: 0,
    /** Of the light state. */
    processes: 1,
  };
  const collected: Depth[] = [];
  const kind = (name: string, cost: Cost): CheckKind<unknown> => ({
    kind: name,
    cost,
    depth: cost === 'state' ? depth : 'light',
    summary: '',
    schema: z.unknown(),
    examples: [],
    dependsOn: () => 'all',
    title: () => name,
    judge: () => {
      if (cost === 'load') now.loads += 1;
      const [verdict, diagnosis] = cost === 'state' ? [now.verdict, now.say] : [now.traffic, now.traffic];
      return { verdict, diagnosis, evidence: [] };
    },
  });
  const kinds = [kind('listening', 'state'), kind('http', 'probe'), kind('process-survival', 'load')];
  const lab = {
    chapter: { exercises: exercises.map((id) => ({ id, checks: [] })) },
    resolve: () => kinds.map((one): DueCheck => ({ id: one.kind, title: one.kind, kind: one, args: {} })),
    observe: async (wanted: Depth): Promise<Observation> => {
      collected.push(wanted);
      const processes = Array.from({ length: now.processes }, (_, n) => ({
        pid: n + 1,
        ppid: 0,
        command: 'python3',
        namespaces: {},
      }));
      const worker = { name: 'worker', namespaces: [], processes };
      const state = { depth: wanted, takenAt: 0, hosts: { worker } };
      const topology = { segments: [], hosts: [] };
      return { revision: collected.length, takenAt: 0, topology, variables: {}, state, probes: [] };
    },
    probe: async (seen: Observation) => seen,
  } as unknown as Lab;
  const watch = watchLab(lab, { onResults: () => {}, intervalMs: 1e9 });
  /** A command ended: everything is judged that is due. Checks of an unknown exercise only wait for their turn. */
  const settle = async () => {
    watch.commandEnded();
    await new Promise<void>((resolve) => setImmediate(resolve));
    await watch.checkNow('nothing of that name');
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const verdicts = (exercise = 'pod') => watch.latest(exercise).map(({ verdict }) => verdict);
  return { now, watch, settle, verdicts, collected };
}

test('a load test is not run again when only a PID is another: one that restarts a process would never end', async () => {
  const { now, watch, settle, verdicts } = watched();
  await settle();
  expect(verdicts()).toEqual(['pass', 'pass', 'pass']);
  expect(now.loads).toBe(1);
  now.say = 'python3 (pid 4711) listens on 0.0.0.0:80';
  now.processes = 2;
  await settle();
  expect(verdicts()).toEqual(['pass', 'pass', 'pass']);
  expect(now.loads).toBe(1);
  watch.stop();
});

test('it is due again when another check says something else, or when asked for', async () => {
  const { now, watch, settle, verdicts } = watched();
  await settle();
  now.say = 'python3 (pid 1) listens on 127.0.0.1:80';
  now.processes = 2;
  await settle();
  expect(now.loads).toBe(2);
  await watch.checkNow('pod');
  expect(now.loads).toBe(3);
  now.verdict = 'fail';
  now.processes = 3;
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

const FIVE = ['one', 'two', 'three', 'four', 'five'];

test('a command that ends costs one light collection, however many exercises there are', async () => {
  const { now, watch, settle, verdicts, collected } = watched({ exercises: FIVE });
  now.verdict = 'fail';
  await settle();
  collected.length = 0;
  await settle();
  expect(collected).toEqual(['light']);
  now.verdict = 'pass';
  await settle();
  expect(FIVE.map((exercise) => verdicts(exercise))).toEqual(FIVE.map(() => ['pass', 'pass', 'pass']));
  watch.stop();
});

test('and one full one while a check that needs it is open', async () => {
  const { now, watch, settle, verdicts, collected } = watched({ exercises: FIVE, depth: 'full' });
  now.verdict = 'fail';
  await settle();
  collected.length = 0;
  await settle();
  expect(collected).toEqual(['light', 'full']);
  now.verdict = 'pass';
  await settle();
  collected.length = 0;
  await settle();
  expect(collected, 'all passed, and nothing changed').toEqual(['light']);
  now.processes = 2;
  now.verdict = 'fail';
  await settle();
  expect(collected, 'something changed').toEqual(['light', 'light', 'full']);
  expect(verdicts('five')).toEqual(['fail', 'waiting', 'waiting']);
  watch.stop();
});
