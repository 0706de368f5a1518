/** Everything up to a place, where the learner is: only what is missing, told as it goes, and stopped. Over real sockets, with stand-in labs. */
import { expect, test } from 'vitest';
import { lab, later, ready } from '../testing/chapter-session.ts';
import { openPage, type Page, serving } from '../testing/serving.ts';

const stepsThatRan = ({ messages }: Page): string[] =>
  messages.flatMap((message) => (message.type === 'ran' ? [message.step] : []));
const bringing = (page: Page) => {
  const last = page.messages.findLast((message) => message.type === 'lab');
  return last?.type === 'lab' ? last.bringing : undefined;
};

async function runStep(page: Page, step: string): Promise<void> {
  page.send({ type: 'run', runId: `mine-${step}`, step });
  await page.message('ran', ({ runId }) => runId === `mine-${step}`);
}

/** The way that the page has asked for has begun, and is over. */
async function over(page: Page): Promise<void> {
  await page.message('lab', ({ bringing }) => bringing !== undefined);
  await page.until('the end', () => {
    const last = page.messages.findLast((message) => message.type === 'lab');
    return last?.type === 'lab' && last.state === 'ready';
  });
}

test('what is missing is run where the learner is, and told to every page', async () => {
  const started = await serving();
  const [page, other] = [await ready(started), await ready(started)];
  const { id } = lab(started).sandbox;
  await runStep(page, 'first');
  page.messages.length = 0;
  page.send({ type: 'up-to', to: 'last' });
  await over(page);
  expect(stepsThatRan(page)).toEqual(['inside']);
  await over(other);
  const doings = other.messages.flatMap((message) => (message.type === 'lab' ? [message.doing] : []));
  expect(doings).toEqual(expect.arrayContaining(['1/3 inside', '2/3 build', '3/3 mend']));
  expect(page.messages.some(({ type }) => type === 'cleared')).toBe(false);
  expect(lab(started).sandbox.id).toBe(id);
  const { runs, items } = await (await openPage(started)).message('hello');
  expect(Object.keys(runs)).toEqual(['first', 'inside']);
  expect([items.build?.given, items.mend?.given]).toEqual([true, true]);

  page.send({ type: 'up-to', to: 'last' });
  expect(await page.message('missing')).toEqual({ type: 'missing', to: 'last', what: 'nothing' });
});

test('a sandbox that is not on the way is left alone, and who asks is told why', async () => {
  const started = await serving();
  const [page, other] = [await ready(started), await ready(started)];
  await runStep(page, 'inside');
  page.send({ type: 'up-to', to: 'last' });
  expect(await page.message('missing')).toMatchObject({
    what: 'all',
    why: 'inside has run when first was next.',
  });
  page.send({ type: 'bring', to: 'last' });
  await page.message('cleared');
  await over(page);
  expect(other.messages.some(({ type }) => type === 'missing')).toBe(false);
  page.messages.length = 0;
  // The fresh one is on the way.
  await runStep(page, 'last');
  page.send({ type: 'up-to', to: 'which' });
  expect(await page.message('missing')).toMatchObject({ what: 'nothing' });
});

test('Cancel lets the step in flight end, and the place that is reached is one to go on from', async () => {
  const started = await serving();
  const page = await ready(started);
  const step = later();
  lab(started).stepEnds = step.kept;
  page.send({ type: 'up-to', to: 'last' });
  await page.message('running', (message) => message.step === 'first');
  const other = await openPage(started);
  await other.message('running', (message) => message.step === 'first');
  await other.message('lab', (message) => message.bringing?.stage?.name === 'first');
  other.send({ type: 'cancel' });
  await page.message('lab', (message) => message.bringing?.state === 'ending');
  // A second one changes nothing.
  other.send({ type: 'cancel' });
  step.keep();
  const stopped = { to: 'last', state: 'stopped', done: 1, of: 4, stage: { type: 'step', name: 'inside' } };
  await page.message('lab', ({ state, bringing }) => state === 'ready' && bringing?.state === 'stopped');
  expect(stepsThatRan(page)).toEqual(['first']);
  const late = await openPage(started);
  await late.message('lab');
  expect(bringing(late)).toEqual(stopped);

  page.messages.length = 0;
  page.send({ type: 'up-to', to: 'last' });
  await over(page);
  expect(stepsThatRan(page)).toEqual(['inside']);
  expect(bringing(page)).toBeUndefined();
});

test('a way that has stopped is forgotten by Close, and by a step of the learner', async () => {
  const started = await serving();
  const page = await ready(started);
  for (const goOn of [{ type: 'stay' }, { type: 'run', runId: 'r1', step: 'last' }]) {
    const sandbox = later();
    lab(started).built = sandbox.kept;
    page.messages.length = 0;
    page.send({ type: 'bring', to: 'last' });
    await page.message('lab', (message) => message.bringing?.state === 'begun');
    page.send({ type: 'cancel' });
    await page.message('lab', (message) => message.bringing?.state === 'ending');
    sandbox.keep();
    await page.message('lab', ({ state, bringing }) => state === 'ready' && bringing?.state === 'stopped');
    page.send(goOn);
    await page.until('it is forgotten', () => bringing(page) === undefined);
    expect(stepsThatRan(page).filter((step) => step === 'first')).toEqual([]);
  }
});

test('a program of the learner stands in the way: where, and that it can be tried again', async () => {
  const started = await serving();
  const page = await ready(started);
  lab(started).busy = { by: 'program', program: 'sleep' };
  page.send({ type: 'up-to', to: 'inside' });
  const { bringing: shown } = await page.message('lab', ({ bringing }) => bringing?.state === 'stopped');
  expect(shown?.trouble).toMatch(/first on worker: .*foreground/);
  lab(started).busy = undefined;
  page.messages.length = 0;
  page.send({ type: 'up-to', to: 'inside' });
  await over(page);
  expect(stepsThatRan(page)).toEqual(['first']);
});

test('nothing is run beside a step that has not ended', async () => {
  const started = await serving();
  const page = await ready(started);
  const step = later();
  lab(started).stepEnds = step.kept;
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  await page.message('running');
  page.send({ type: 'up-to', to: 'last' });
  expect((await page.message('error')).message).toBe('The step first has not ended.');
  step.keep();
  await page.message('ran');
  expect(lab(started).ran).toEqual(['r1']);
});
