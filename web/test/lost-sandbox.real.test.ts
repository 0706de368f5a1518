/** A sandbox that is lost is announced, nothing is run in another one by mistake, and the learner can come back to where he was. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { check, FIRST, inState, restartServer, runButton, startLearner, step, type } from './learner.ts';

const learner = startLearner();
const { openLive } = learner;

const SERVE =
  'ip -n server link set lo up; ip netns exec server python3 -m http.server 8080 >/dev/null 2>&1 &';

const status = (page: Page, name: string) => step(page, name).locator('.step-status');
const banner = (page: Page) => page.locator('.banner');

async function run(page: Page, name: string): Promise<void> {
  await runButton(page, name).click();
  await status(page, name).getByText('as recorded').waitFor();
}

/** Everything is as it was, and works. */
async function isBack(page: Page): Promise<void> {
  await banner(page).getByRole('button', { name: 'Bring me back to where I was' }).click();
  await banner(page).waitFor({ state: 'detached' });
  for (const name of ['add-client', 'client-links']) {
    await status(page, name).getByText('as recorded').waitFor();
    expect(await status(page, name).innerText()).not.toContain('gone');
  }
  await page.getByText('at the prompt').first().waitFor();
  await run(page, 'loopback-down');
}

test('a step that was asked of a server that was killed is not run in the empty sandbox of the next', async () => {
  const page = await openLive(FIRST);
  await run(page, 'add-client');
  await run(page, 'client-links');
  await restartServer(learner, page, async () => {
    await runButton(page, 'loopback-down').click();
    await status(page, 'loopback-down').getByText('Waits for the connection').waitFor();
  });
  await status(page, 'loopback-down').getByText('the sandbox that it was meant for is gone').waitFor();
  await status(page, 'add-client').getByText('in a sandbox that is gone').waitFor();
  // The output is still there to read.
  expect(await step(page, 'client-links').locator('.step-result .output').innerText()).toContain('routes: 0');
  await banner(page).getByText('The sandbox that you worked in is gone').waitFor();
  await page.getByText('at the prompt').first().waitFor();
  expect(await page.locator('.xterm-rows').innerText()).not.toContain('127.0.0.1');
  await isBack(page);
});

test('five other chapters later the learner is told that his sandbox is gone, and brought back', async () => {
  const page = await openLive(FIRST);
  await run(page, 'add-client');
  await run(page, 'client-links');
  const others = await page.evaluate(async () => {
    const home = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html');
    return [...home.querySelectorAll('a[href^="/chapter/"]')].map((link) => link.getAttribute('href') ?? '');
  });
  const { origin } = new URL(page.url());
  for (const path of [...new Set(others)].filter((path) => path !== FIRST).slice(0, 5)) {
    await page.goto(origin + path);
    await page.getByText('at the prompt').first().waitFor();
  }
  await page.goto(origin + FIRST);
  await banner(page).getByText('The sandbox that you worked in is gone').waitFor();
  await isBack(page);
});

test('an exercise that was solved is solved again, and keeps its points', async () => {
  const page = await openLive(FIRST);
  const solution = ['ip netns add client; ip -n client link set lo up', 'ip netns add server', SERVE].join(
    '; ',
  );
  await type(page, solution);
  await page.getByText('10 of 25 points').waitFor();
  await restartServer(learner, page);
  await inState(check(page, 'server', 'exists'), 'waiting');
  await banner(page).getByRole('button', { name: 'Bring me back to where I was' }).click();
  // The last step before the exercise: what follows is its solution.
  await status(page, 'stop-both').getByText('as recorded').waitFor();
  await inState(check(page, 'server', 'exists'), 'pass');
  await page.getByText('10 of 25 points').waitFor();
});

test('who wants the empty sandbox is asked once', async () => {
  const page = await openLive(FIRST);
  await run(page, 'add-client');
  await restartServer(learner, page);
  await banner(page).getByRole('button', { name: 'Go on with this one' }).click();
  await banner(page).waitFor({ state: 'detached' });
  await page.reload();
  await page.getByText('at the prompt').first().waitFor();
  expect(await banner(page).count()).toBe(0);
  await run(page, 'add-client');
});

test('what was only typed is told as lost, too; a sandbox that was only looked at is not', async () => {
  const page = await openLive(FIRST);
  await restartServer(learner, page);
  await page.getByText('at the prompt').first().waitFor();
  expect(await banner(page).count()).toBe(0);
  await type(page, 'ip netns add mine; echo made');
  await page.locator('.xterm-rows > div', { hasText: /^made/ }).waitFor();
  await restartServer(learner, page);
  await banner(page).getByText('The sandbox that you worked in is gone').waitFor();
  expect(await banner(page).getByRole('button').count()).toBe(1);
});
