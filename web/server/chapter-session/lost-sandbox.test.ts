/** A sandbox that is lost is told, and can be made good. Over real sockets, with stand-in labs. */
import { expect, test } from 'vitest';
import { CHAPTER } from '../testing/chapter.ts';
import { CONTROL, lab, ready } from '../testing/chapter-session.ts';
import { openPage, type Page, type Serving, serving } from '../testing/serving.ts';

const readyWith = (page: Page) => page.message('lab', ({ state }) => state === 'ready');

async function runFirst(started: Serving): Promise<Page> {
  const page = await ready(started);
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  await page.message('ran');
  return page;
}

test('each sandbox has an identity, in hello and in its condition', async () => {
  const started = await serving();
  const page = await ready(started);
  const { sandbox } = await readyWith(page);
  expect(sandbox).toBe(lab(started).sandbox.id);
  expect((await (await openPage(started)).message('hello')).sandbox).toBe(sandbox);
  page.messages.length = 0;
  page.send({ type: 'reset' });
  const after = await readyWith(page);
  expect(after.sandbox).not.toBe(sandbox);
  expect(after.lost).toBeUndefined();
});

test('a server that was restarted says that the sandbox is gone, and brings the learner back', async () => {
  const before = await serving();
  await runFirst(before);
  await before.served.close();

  const started = await serving({ progressFile: before.progressFile });
  const page = await openPage(started);
  expect(await readyWith(page)).toMatchObject({ lost: { reached: 'first' } });
  page.send({ type: 'bring-back' });
  await page.message('lab', ({ doing }) => doing === '1/1 first');
  expect((await page.message('ran')).run).toMatchObject({ step: 'first', outcome: 'ran' });
  await page.until('the end', ({ messages }) => {
    const last = messages.findLast((message) => message.type === 'lab');
    return last?.type === 'lab' && last.state === 'ready' && last.lost === undefined;
  });
  expect((await (await openPage(started)).message('hello')).runs.first?.run.output).toBe('first\n');
});

test('the learner may go on with the empty one, and is asked no more', async () => {
  const before = await serving();
  await runFirst(before);
  await before.served.close();
  const started = await serving({ progressFile: before.progressFile });
  const page = await openPage(started);
  await readyWith(page);
  page.send({ type: 'stay' });
  await page.message('lab', ({ state, lost }) => state === 'ready' && lost === undefined);
  expect((await readyWith(await openPage(started))).lost).toBeUndefined();
  page.send({ type: 'bring-back' });
  expect((await page.message('error')).message).toContain('no place to come back to');
});

test('a sandbox that was closed while the learner was in other chapters is a lost one', async () => {
  const chapters = ['01-one', '02-two', '03-three'].map((id) => ({ ...CHAPTER, id }));
  const started = await serving({ chapters, idleLabs: 1 });
  const visit = async (id: string): Promise<Page> => {
    const page = await openPage(started, `/ws/chapter/${id}`);
    await readyWith(page);
    return page;
  };
  const leave = async (page: Page): Promise<void> => {
    page.socket.close();
    await page.until('close', ({ closed }) => closed);
  };
  const first = await visit('01-one');
  first.send({ type: 'run', runId: 'r1', step: 'first' });
  await first.message('ran');
  await leave(first);
  for (const id of ['02-two', '03-three']) await leave(await visit(id));
  await expect.poll(() => started.labs[0]?.closed).toBe(true);
  expect(await readyWith(await visit('01-one'))).toMatchObject({ lost: { reached: 'first' } });
  // Nobody had done anything in that one.
  expect((await readyWith(await visit('02-two'))).lost).toBeUndefined();
});

test('one that ends by itself is lost, too; who resets it wants an empty one', async () => {
  const started = await serving();
  const page = await runFirst(started);
  page.messages.length = 0;
  lab(started).sandbox.end();
  const failed = await page.message('lab', ({ state }) => state === 'failed');
  expect(failed).toMatchObject({ sandbox: null, lost: { reached: 'first' } });
  page.send({ type: 'reset' });
  expect((await readyWith(page)).lost).toBeUndefined();
});

test('what was only typed is a loss without a place to come back to', async () => {
  const before = await serving();
  await ready(before);
  await expect.poll(() => before.labs.length).toBe(1);
  const again = await ready(before);
  await again.message('shell', ({ host }) => host === 'worker');
  lab(before).shell('worker').typedCommand();
  await before.served.close();
  const started = await serving({ progressFile: before.progressFile });
  expect((await readyWith(await openPage(started, CONTROL))).lost).toEqual({});
});
