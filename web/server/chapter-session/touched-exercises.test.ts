/** Which failures a page may show as failures. Over real sockets, with a stand-in lab. */
import { expect, test } from 'vitest';
import { lab, ready } from '../testing/chapter-session.ts';
import { openPage, serving } from '../testing/serving.ts';

const verdict =
  (wanted: string, touched: boolean) =>
  (message: { exercise: string; touched: boolean; results: readonly { verdict: string }[] }) =>
    message.exercise === 'build' && message.touched === touched && message.results[0]?.verdict === wanted;

test('a step of the chapter begins no exercise, nor does asking; typing does', async () => {
  const started = await serving();
  const page = await ready(started);
  await page.message('checks', verdict('fail', false));
  await page.message('shell', ({ host }) => host === 'worker');
  lab(started).verdict = 'pass';
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  await page.message('checks', verdict('pass', false));
  page.messages.length = 0;
  lab(started).verdict = 'fail';
  page.send({ type: 'run', runId: 'r2', step: 'first' });
  await page.message('checks', verdict('fail', false));
  page.messages.length = 0;
  page.send({ type: 'check', exercise: 'build' });
  await page.message('checks', verdict('fail', false));

  const other = await ready(started);
  lab(started).shell('worker').typedCommand();
  page.send({ type: 'check', exercise: 'build' });
  await page.message('checks', verdict('fail', true));
  await other.message('checks', verdict('fail', true));
  expect((await (await openPage(started)).message('hello')).touched).toEqual(['build']);
});

test('what the learner has solved and a step undoes is not his failure', async () => {
  const started = await serving();
  const page = await ready(started);
  await page.message('checks', verdict('fail', false));
  await page.message('shell', ({ host }) => host === 'worker');
  lab(started).verdict = 'pass';
  lab(started).shell('worker').typedCommand();
  await page.message('checks', verdict('pass', true));
  page.messages.length = 0;
  lab(started).verdict = 'fail';
  page.send({ type: 'run', runId: 'r1', step: 'first' });
  await page.message('checks', verdict('fail', false));
  page.messages.length = 0;
  lab(started).verdict = 'pass';
  lab(started).shell('worker').typedCommand();
  await page.message('checks', verdict('pass', true));
  page.messages.length = 0;
  lab(started).verdict = 'fail';
  page.send({ type: 'reset' });
  await page.message('cleared');
  await page.message('checks', verdict('fail', false));
});
