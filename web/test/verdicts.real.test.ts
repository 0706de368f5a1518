/** Grey until the learner has begun, and one cause shown once. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { check, FIRST, inState, runButton, startLearner, type } from './learner.ts';

const BRIDGE = '/chapter/04-a-bridge';

const { openLive } = startLearner();

const crosses = (page: Page, exercise: string) =>
  page.locator(`[data-exercise="${exercise}"] .check[data-state="fail"]`);

async function checkNow(page: Page, exercise: string): Promise<void> {
  const button = page.locator(`[data-exercise="${exercise}"]`).getByRole('button', { name: 'Check now' });
  await button.click();
  await button.waitFor();
}

test('asked before anything was done, the checks stay grey, and the page says why', async () => {
  const page = await openLive(FIRST);
  await checkNow(page, 'server');
  await page.getByText('Nothing that you typed has changed any of this yet.').waitFor();
  expect(await crosses(page, 'server').count()).toBe(0);
  await check(page, 'server', 'exists').getByText('What is there now').waitFor();
});

test('one cause is one cross, and what fails with it says so', async () => {
  const page = await openLive(FIRST);
  await type(page, 'ip netns add servr; echo made');
  await page.locator('.xterm-rows > div', { hasText: /^made/ }).waitFor();
  await checkNow(page, 'server');
  await inState(check(page, 'server', 'exists'), 'fail');
  await check(page, 'server', 'exists').getByText('there is one named servr').waitFor();
  expect(await crosses(page, 'server').count()).toBe(1);
  for (const id of ['lo-up', 'listens', 'answers', 'refused-in-client']) {
    await check(page, 'server', id).getByText('waits for: network namespace server exists').waitFor();
  }
});

test('a step of the chapter turns nothing red that the learner has not begun', async () => {
  const page = await openLive(BRIDGE);
  const port = check(page, 'repair', 'port-green');
  await inState(port, 'waiting');
  await port.getByText('What is there now').click();
  await port.getByText('there is no device port-green').waitFor();
  await runButton(page, 'somebodys-script').click();
  await port.getByText('port-green is still DOWN').waitFor();
  expect(await crosses(page, 'repair').count()).toBe(0);
  // What he then does himself is judged.
  await type(page, 'ip link del port-green');
  await inState(port, 'fail');
});
