import { expect, test } from 'vitest';
import { SandboxError, UsageError } from '../../errors.ts';
import type { Driver, Sandbox, SandboxRecord, UpOptions } from '../driver.ts';
import { Labs } from './labs.ts';

/** Drivers whose sandboxes are nothing but names: which lab gets which sandbox is all that is looked at. */
function labs(many: number) {
  const log: string[] = [];
  const kept = new Map<string, string[]>();
  const drivers = Array.from({ length: many }, (_, index): Driver => {
    const lab = `lab ${index + 1}`;
    kept.set(lab, []);
    return {
      name: 'vagrant',
      capacity: 1,
      preflight: async () => [{ feature: lab, verdict: 'ok', found: '' }],
      up: async (_topology, options?: UpOptions) => {
        const chapter = options?.tenant;
        log.push(`${lab}: ${chapter}`);
        await options?.onProgress?.('starting');
        if (chapter === 'bad') throw new SandboxError('it does not start');
        return sandbox();
      },
      kept: async () => (kept.get(lab) ?? []).map((id) => ({ id }) as SandboxRecord),
      attach: async (id) => ({ ...sandbox(), id: `${id} on ${lab}` }),
      close: async () => {
        log.push(`${lab} closed`);
        if (lab === 'lab 1') throw new SandboxError('it stays');
      },
    };
  });
  return { driver: new Labs(drivers as [Driver, ...Driver[]]), log, kept };
}

function sandbox(): Sandbox {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, down: async () => end() } as Sandbox;
}

const TOPOLOGY = { hosts: ['worker'] } as const;
const chapter = (name: string) => ({ tenant: name });

test('side by side as many as there are labs, and one more is refused', async () => {
  const { driver, log } = labs(2);
  expect(driver.capacity).toBe(2);
  await Promise.all([driver.up(TOPOLOGY, chapter('01')), driver.up(TOPOLOGY, chapter('02'))]);
  expect(log).toEqual(['lab 1: 01', 'lab 2: 02']);
  await expect(driver.up(TOPOLOGY, chapter('03'))).rejects.toThrow(/room for 2 sandboxes/);
});

test('a chapter comes back to the lab that it had', async () => {
  const { driver, log } = labs(2);
  const first = await driver.up(TOPOLOGY, chapter('01'));
  const second = await driver.up(TOPOLOGY, chapter('02'));
  await first.down();
  await second.down();
  await driver.up(TOPOLOGY, chapter('02'));
  await driver.up(TOPOLOGY, chapter('03'));
  expect(log.slice(2)).toEqual(['lab 2: 02', 'lab 1: 03']);
});

test('each of two learners in a chapter comes back to the lab that they had', async () => {
  const { driver, log } = labs(2);
  const of = (learner: string) => ({ labels: { chapter: '01' }, tenant: `chapter 01, ${learner}` });
  const first = await driver.up(TOPOLOGY, of('a@local'));
  const second = await driver.up(TOPOLOGY, of('b@local'));
  await first.down();
  await second.down();
  await driver.up(TOPOLOGY, of('b@local'));
  expect(log).toEqual([
    'lab 1: chapter 01, a@local',
    'lab 2: chapter 01, b@local',
    'lab 2: chapter 01, b@local',
  ]);
});

test('machines are started lab by lab, also after one that did not start', async () => {
  const { driver, log } = labs(2);
  let go = () => {};
  const slow = new Promise<void>((resolve) => {
    go = resolve;
  });
  const first = driver.up(TOPOLOGY, { ...chapter('bad'), onProgress: () => slow });
  const second = driver.up(TOPOLOGY, chapter('02'));
  await new Promise(setImmediate);
  expect(log).toEqual(['lab 1: bad']);
  go();
  await expect(first).rejects.toThrow(/does not start/);
  await second;
  expect(log).toEqual(['lab 1: bad', 'lab 2: 02']);
});

test('a lab whose sandbox did not start is free again', async () => {
  const { driver, log } = labs(1);
  await expect(driver.up(TOPOLOGY, chapter('bad'))).rejects.toThrow(/does not start/);
  await driver.up(TOPOLOGY, chapter('01'));
  expect(log).toEqual(['lab 1: bad', 'lab 1: 01']);
});

test('kept sandboxes are those of all labs, and found again where they are', async () => {
  const { driver, kept } = labs(2);
  kept.set('lab 1', ['wb-a']);
  kept.set('lab 2', ['wb-b']);
  expect((await driver.kept()).map(({ id }) => id)).toEqual(['wb-a', 'wb-b']);
  expect((await driver.attach('wb-b')).id).toBe('wb-b on lab 2');
  await expect(driver.attach('wb-c')).rejects.toThrow(UsageError);
  await expect(driver.attach('wb-c')).rejects.toThrow(/"wb-c"; running: wb-a, wb-b/);
});

test('all are closed, also when one complains', async () => {
  const { driver, log } = labs(2);
  await expect(driver.close()).rejects.toThrow(/it stays/);
  expect(log).toEqual(['lab 1 closed', 'lab 2 closed']);
});
