/** Runs of steps as pages ask for them, over real sockets, with a stand-in lab: one intent, one run. */
import { expect, test } from 'vitest';
import { CHAPTER } from '../testing/chapter.ts';
import { lab, later, ready } from '../testing/chapter-session.ts';
import type { Page } from '../testing/serving.ts';
import { openPage, serving } from '../testing/serving.ts';
import { StandInLab } from '../testing/stand-in-lab.ts';

/** What a page was told of one step's runs: `queued r1`, ... */
const told = ({ messages }: Page): string[] =>
  messages.flatMap((message) =>
    message.type === 'queued' || message.type === 'running' || message.type === 'ran'
      ? [`${message.type} ${message.runId}`]
      : [],
  );
const sleep = { by: 'program', program: 'sleep' } as const;

/** A server whose lab is built when `built.keep()` is called. */
async function servingLater() {
  const built = later();
  const labs: StandInLab[] = [];
  const started = await serving({
    openLab: async (chapter, { seed }) => {
      await built.kept;
      labs.push(new StandInLab(chapter, seed));
      return labs[0] as StandInLab;
    },
  });
  return { started, built, labs };
}

test('a second run of a step that is asked for joins the first: two tabs, one run', async () => {
  const { started, built, labs } = await servingLater();
  const [one, two] = [await openPage(started), await openPage(started)];
  await one.message('lab', ({ state }) => state === 'starting');
  for (const runId of ['a1', 'a2', 'a3']) one.send({ type: 'run', runId, step: 'first' });
  await two.message('queued', ({ runId }) => runId === 'a1');
  two.send({ type: 'run', runId: 'b1', step: 'first' });
  await two.message('queued', ({ runId }) => runId === 'b1');
  built.keep();
  await two.message('ran', ({ runId }) => runId === 'b1');
  expect(labs[0]?.ran).toEqual(['a1']);
  expect(told(two)).toEqual(['queued a1', 'queued b1', 'running a1', 'ran a1', 'ran a2', 'ran a3', 'ran b1']);
  // An id that has joined is one of that run for good.
  two.messages.length = 0;
  two.send({ type: 'run', runId: 'b1', step: 'first' });
  await two.message('ran', ({ runId }) => runId === 'b1');
  expect(labs[0]?.ran).toEqual(['a1']);
});

test('a run that was asked for before a reset is not run again after it', async () => {
  const started = await serving();
  const page = await ready(started);
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  await page.message('ran');
  page.send({ type: 'reset' });
  await page.message('cleared');
  await page.message('lab', ({ state, sandbox }) => state === 'ready' && sandbox === lab(started).sandbox.id);
  page.messages.length = 0;
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  expect((await page.message('ran')).run).toMatchObject({ outcome: 'ran', output: 'first\n' });
  expect(lab(started).ran).toEqual(['r1']);
});

test('two steps are two runs, and so is a step that is asked for again when it has ended', async () => {
  const started = await serving();
  const page = await ready(started);
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  page.send({ type: 'run', runId: 'r2', step: 'last' });
  await page.message('ran', ({ runId }) => runId === 'r1');
  page.send({ type: 'run', runId: 'r3', step: 'first' });
  await page.message('ran', ({ runId }) => runId === 'r3');
  expect(lab(started).ran).toEqual(['r1', 'r2', 'r3']);
});

test('a program of the learner has the terminal: the step is refused and was never running', async () => {
  const started = await serving();
  const page = await ready(started);
  lab(started).busy = sleep;
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  expect((await page.message('ran')).run).toMatchObject({ outcome: 'refused', busy: sleep });
  expect(told(page)).toEqual(['queued r1', 'ran r1']);
  expect(lab(started).shell('worker').interrupted).toBe(0);
});

test('it can wait for the program, which every page is told', async () => {
  const started = await serving();
  const page = await ready(started);
  const program = later();
  lab(started).busy = sleep;
  lab(started).programEnds = program.kept;
  page.send({ type: 'run', runId: 'r1', step: 'first', whenBusy: 'wait' });
  await page.message('queued', ({ behind }) => behind?.program === 'sleep');
  const other = await ready(started);
  expect(await other.message('queued')).toMatchObject({ runId: 'r1', behind: sleep });
  expect(lab(started).shell('worker').interrupted).toBe(0);
  program.keep();
  expect((await other.message('ran')).run.outcome).toBe('ran');
  expect(told(other)).toEqual(['queued r1', 'running r1', 'ran r1']);
});

test('who then loses patience interrupts the program: still one run', async () => {
  const started = await serving();
  const page = await ready(started);
  const program = later();
  lab(started).busy = sleep;
  lab(started).programEnds = program.kept;
  page.send({ type: 'run', runId: 'r1', step: 'first', whenBusy: 'wait' });
  await page.message('queued', ({ behind }) => behind?.program === 'sleep');
  page.send({ type: 'run', runId: 'r2', step: 'first', whenBusy: 'interrupt' });
  await expect.poll(() => lab(started).shell('worker').interrupted).toBe(1);
  program.keep();
  await page.message('ran', ({ runId }) => runId === 'r2');
  expect(lab(started).ran).toEqual(['r1']);
});

test('Stop is Ctrl-C to a step that the shell has, and takes back one that waits', async () => {
  const started = await serving();
  const page = await ready(started);
  const step = later();
  lab(started).stepEnds = step.kept;
  page.send({ type: 'run', runId: 'r1', step: 'inside' });
  await page.message('running');
  page.send({ type: 'stop', runId: 'r1' });
  await expect.poll(() => lab(started).shell('worker2').interrupted).toBe(1);
  step.keep();
  await page.message('ran');
  // What has ended is not stopped: the learner's own next program has the terminal now.
  page.send({ type: 'stop', runId: 'r1' });

  lab(started).busy = sleep;
  lab(started).programEnds = later().kept;
  page.send({ type: 'run', runId: 'r2', step: 'first', whenBusy: 'wait' });
  await page.message('queued', ({ behind }) => behind !== undefined);
  page.send({ type: 'stop', runId: 'r2' });
  const taken = await page.message('ran', ({ runId }) => runId === 'r2');
  expect(taken.run.outcome).toBe('refused');
  expect(lab(started).ran).toEqual(['r1']);
  expect(['worker', 'worker2'].map((host) => lab(started).shell(host as 'worker').interrupted)).toEqual([
    0, 1,
  ]);
});

test('a step that waits for a sandbox can be taken back before there is one', async () => {
  const { started, built, labs } = await servingLater();
  const page = await openPage(started, `/ws/chapter/${CHAPTER.id}`);
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  await page.message('queued');
  page.send({ type: 'stop', runId: 'r1' });
  expect((await page.message('ran')).run.outcome).toBe('refused');
  built.keep();
  await page.message('lab', ({ state }) => state === 'ready');
  page.send({ type: 'run', runId: 'r2', step: 'first' });
  await page.message('ran', ({ runId }) => runId === 'r2');
  expect(labs[0]?.ran).toEqual(['r2']);
});
