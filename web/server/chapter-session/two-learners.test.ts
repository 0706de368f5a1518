/** Two learners on the same chapter of one server, over real sockets: nothing of the one is the other's. */
import { expect, onTestFinished, test } from 'vitest';
import { Learner, LOCAL, learnerName } from '../../../runner/session/learner.ts';
import { ProgressDatabase } from '../progress/database.ts';
import { ProgressStore } from '../progress/store.ts';
import { sessionCookie } from '../safety/cookie.ts';
import { cookieOf, Sessions } from '../safety/sessions.ts';
import { CHAPTER } from '../testing/chapter.ts';
import { CONTROL } from '../testing/chapter-session.ts';
import { ask, type Page, type Serving, serving, upgrade } from '../testing/serving.ts';
import { StandInLab } from '../testing/stand-in-lab.ts';

const GUEST = Learner.parse({ issuer: 'https://idp.test', subject: 'guest' });

interface Two extends Serving {
  readonly progress: ProgressStore;
  /** By the learner's name, the newest last. */
  readonly opened: Map<string, StandInLab[]>;
  readonly key: (learner: Learner) => string;
}

async function servingTwo(options: Parameters<typeof serving>[0] = {}): Promise<Two> {
  const opened = new Map<string, StandInLab[]>();
  const started = await serving({
    openLab: async (chapter, { learner, seed }) => {
      const lab = new StandInLab(chapter, seed);
      const name = learnerName(learner);
      opened.set(name, [...(opened.get(name) ?? []), lab]);
      return lab;
    },
    ...options,
  });
  const database = new ProgressDatabase(started.progressFile);
  onTestFinished(() => database.close());
  const sessions = new Sessions(database);
  const key = (learner: Learner) => sessions.create(learner);
  return { ...started, opened, key, progress: new ProgressStore(database) };
}

function lab({ opened }: Two, learner: Learner): StandInLab {
  const found = opened.get(learnerName(learner))?.at(-1);
  if (!found) throw new Error(`${learnerName(learner)} has no lab`);
  return found;
}

async function open({ port, key }: Two, learner: Learner, path = CONTROL): Promise<Page> {
  const page = await upgrade(port, path, { key: key(learner) });
  if (typeof page === 'number') throw new Error(`refused with ${page}`);
  if (path === CONTROL) await page.message('lab', ({ state }) => state === 'ready');
  return page;
}

test('each has a lab and a seed of their own; tabs of one learner share theirs', async () => {
  const two = await servingTwo();
  for (const learner of [LOCAL, GUEST, LOCAL, GUEST]) await open(two, learner);
  const labs = [LOCAL, GUEST].map((learner) => two.opened.get(learnerName(learner)));
  expect(labs.map((of) => of?.length)).toEqual([1, 1]);
  const seeds = [LOCAL, GUEST].map((learner) => lab(two, learner).seed);
  expect(new Set(seeds).size).toBe(2);
  expect(seeds).toEqual([LOCAL, GUEST].map((learner) => two.progress.of(learner, CHAPTER).seed()));
});

test('runs, answers and points of the one are not told to the other, and not written down for them', async () => {
  const two = await servingTwo();
  const [mine, guests] = [await open(two, LOCAL), await open(two, GUEST)];
  mine.send({ type: 'run', runId: 'r1', step: 'first' });
  await mine.message('ran');
  // The same id is another learner's own run.
  guests.send({ type: 'run', runId: 'r1', step: 'last' });
  expect((await guests.message('ran')).step).toBe('last');
  mine.send({ type: 'hint', item: 'build' });
  await mine.message('hints');
  mine.send({ type: 'answer', question: 'which', text: 'right' });
  await mine.message('progress', ({ item }) => item === 'which');
  guests.send({ type: 'answer', question: 'which', text: 'wrong' });
  expect((await guests.message('answered')).result.verdict).toBe('fail');
  lab(two, GUEST).verdict = 'pass';
  lab(two, GUEST).shell('worker').typedCommand();
  await guests.message('progress', ({ item, progress }) => item === 'build' && progress.done);

  const [me, guest] = [LOCAL, GUEST].map((learner) => two.progress.of(learner, CHAPTER));
  expect(me?.answers('which')).toEqual([{ text: 'right', verdict: 'pass' }]);
  expect(guest?.answers('which')).toEqual([{ text: 'wrong', verdict: 'fail' }]);
  expect([me?.stepsRun(), guest?.stepsRun()]).toEqual([{ first: 1 }, { last: 1 }]);
  const hellos = await Promise.all([LOCAL, GUEST].map(async (of) => (await open(two, of)).message('hello')));
  expect(hellos.map(({ runs }) => Object.keys(runs))).toEqual([['first'], ['last']]);
  expect(hellos.map(({ touched }) => touched.includes('build'))).toEqual([false, true]);
  expect(hellos.map(({ items }) => [items.which?.points, items.build?.points])).toEqual([
    [5, 0],
    [0, 10],
  ]);
  expect(hellos.map(({ hints }) => hints.build?.shown.length)).toEqual([1, 0]);
  expect(mine.messages.filter(({ type }) => type === 'progress')).toHaveLength(2);
});

test("a terminal reaches its own learner's host, and a reset only their sandbox", async () => {
  const two = await servingTwo();
  const [mine, guests] = [await open(two, LOCAL), await open(two, GUEST)];
  const terminal = await open(two, GUEST, `${CONTROL}/terminal/worker`);
  terminal.send({ type: 'input', data: 'x' });
  await expect.poll(() => lab(two, GUEST).shell('worker').written).toEqual(['x']);
  expect(lab(two, LOCAL).shell('worker').written).toEqual([]);
  const before = lab(two, LOCAL).sandbox;
  guests.messages.length = 0;
  guests.send({ type: 'reset' });
  await guests.message('cleared');
  await guests.message('lab', ({ state }) => state === 'ready');
  expect(lab(two, LOCAL).sandbox).toBe(before);
  expect(mine.messages.filter(({ type }) => type === 'cleared')).toEqual([]);
});

test('room for one sandbox: a learner who has left the chapter gives way to another one in it', async () => {
  const two = await servingTwo({ capacity: 1 });
  const mine = await open(two, LOCAL);
  mine.socket.close();
  await mine.until('close', ({ closed }) => closed);
  await open(two, GUEST);
  expect([lab(two, LOCAL).closed, lab(two, GUEST).closed]).toEqual([true, false]);
});

test('pages are those of the learner whose cookie comes', async () => {
  const two = await servingTwo();
  two.progress.of(GUEST, CHAPTER).earn('build', 10);
  const homes = await Promise.all(
    [LOCAL, GUEST].map((learner) => {
      const Cookie = sessionCookie(two.port, cookieOf(two.key(learner))).split(';')[0] ?? '';
      return ask(two.port, '/', { Cookie });
    }),
  );
  expect(homes.map(({ status }) => status)).toEqual([200, 200]);
  expect(homes.map(({ body }) => /10 of 22 points/.test(body))).toEqual([false, true]);
});
