/** One intent, one run: however often a Run is pressed, and whatever else is going on in the terminal. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { FIRST, inState, runButton, startLearner, step, type } from './learner.ts';

const learner = startLearner();
const { open, openLive } = learner;

const status = (page: Page, name: string): Locator => step(page, name).locator('.step-status');
const choice = (page: Page, name: string, words: string): Locator =>
  step(page, name).getByRole('button', { name: words });

/** How often `ip netns add client` was typed, once everything that was asked for before has had its turn. */
async function timesRun(page: Page): Promise<number> {
  const lines = page.locator('.xterm-rows > div', { hasText: ':~# ip netns add client' });
  await inState(status(page, 'add-client'), 'pass');
  // Steps of one shell run in the order in which they were asked for.
  await runButton(page, 'host-stack').click();
  await status(page, 'host-stack').getByText('as recorded').waitFor();
  await page.locator('.xterm-rows > div', { hasText: ':~# ip -br -4 addr' }).waitFor();
  return lines.count();
}

/** The step hangs until it is stopped. */
async function hang(page: Page): Promise<void> {
  await type(page, 'readlink() { command sleep 1000; }');
  await runButton(page, 'same-stack').click();
  await status(page, 'same-stack').getByText('Running in the terminal').waitFor();
}

async function learnersOwn(page: Page): Promise<void> {
  await type(page, 'sleep 1000');
  await page.getByText('a program is running').waitFor();
}

test('a click runs a step once', async () => {
  const page = await openLive(FIRST);
  await runButton(page, 'add-client').click();
  expect(await timesRun(page)).toBe(1);
});

test('a double click runs a quick step once', async () => {
  const page = await openLive(FIRST);
  await runButton(page, 'add-client').dblclick();
  expect(await timesRun(page)).toBe(1);
});

test('two quick clicks that nobody counted as a double click run it once', async () => {
  const page = await openLive(FIRST);
  await runButton(page, 'add-client').evaluate((button) => {
    for (let time = 0; time < 2; time += 1) button.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  });
  expect(await timesRun(page)).toBe(1);
});

test('a held Enter runs it once', async () => {
  const page = await openLive(FIRST);
  await runButton(page, 'add-client').focus();
  for (let repeat = 0; repeat < 20; repeat += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  expect(await timesRun(page)).toBe(1);
});

test('four clicks while the sandbox is being built run it once', async () => {
  const build = learner.holdBuilding();
  const page = await open(FIRST);
  await page.getByText('Building worker').first().waitFor();
  for (let time = 0; time < 4; time += 1) await runButton(page, 'add-client').click({ force: true });
  await status(page, 'add-client').getByText('Waits for the sandbox').waitFor();
  build();
  expect(await timesRun(page)).toBe(1);
});

test('two tabs that ask for the same step are one run', async () => {
  const build = learner.holdBuilding();
  const [page, other] = [await open(FIRST), await open(FIRST)];
  await Promise.all(
    [page, other].map(async (tab) => {
      await tab.getByText('Building worker').first().waitFor();
      await runButton(tab, 'add-client').click({ force: true });
      await status(tab, 'add-client').getByText('Waits for the sandbox').waitFor();
    }),
  );
  build();
  await inState(status(other, 'add-client'), 'pass');
  expect(await timesRun(page)).toBe(1);
});

test('more clicks where Run is do not stop a step; Stop is elsewhere and does', async () => {
  const page = await openLive(FIRST);
  const run = runButton(page, 'same-stack');
  await hang(page);
  const box = await run.boundingBox();
  if (!box) throw new Error('Run is not on the page');
  await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
  const stop = step(page, 'same-stack').getByRole('button', { name: /^Stop step/ });
  await stop.waitFor();
  const { y = 0 } = (await stop.boundingBox()) ?? {};
  expect(y).toBeGreaterThanOrEqual(box.y + box.height);
  await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
  // Both rows are still there: nothing has been stopped, and nothing else been begun.
  expect(await status(page, 'same-stack').innerText()).toContain('Running in the terminal of worker');
  await stop.click();
  await status(page, 'same-stack').getByText('status 130').waitFor();
  await page.waitForFunction(() =>
    document.activeElement?.getAttribute('aria-label')?.startsWith('Run step'),
  );
});

test('a double click while a program of the learner runs sends it nothing, and asks', async () => {
  const page = await openLive(FIRST);
  await learnersOwn(page);
  await runButton(page, 'add-client').dblclick();
  await status(page, 'add-client').getByText('sleep is running:').waitFor();
  await choice(page, 'add-client', 'Interrupt it').waitFor();
  expect(await page.locator('.xterm-rows').innerText()).not.toContain('^C');
  expect(await page.locator('.terminals-foot').innerText()).toContain('a program is running');

  await choice(page, 'add-client', 'Run after it').click();
  await status(page, 'add-client').getByText('Runs as soon as sleep has ended').waitFor();
  await choice(page, 'add-client', 'Interrupt it').waitFor();
  expect(await page.locator('.xterm-rows').innerText()).not.toContain('^C');
  await page.locator('.xterm-helper-textarea').first().focus();
  await page.keyboard.press('Control+c');
  expect(await timesRun(page)).toBe(1);
});

test('the learner may interrupt his program for the step, or take the step back', async () => {
  const page = await openLive(FIRST);
  await learnersOwn(page);
  await runButton(page, 'add-client').click();
  await choice(page, 'add-client', 'Run after it').click();
  await choice(page, 'add-client', 'Do not run it').click();
  await status(page, 'add-client').getByText('not run').waitFor();
  expect(await page.locator('.xterm-rows').innerText()).not.toContain('^C');

  await page.waitForFunction(() => document.querySelector('.step-status .late') === null);
  await runButton(page, 'same-stack').click();
  await choice(page, 'same-stack', 'Interrupt it').click();
  await status(page, 'same-stack').getByText('as recorded').waitFor();
  await page.locator('.xterm-rows', { hasText: '^C' }).waitFor();
});

test('a program that ends by itself takes the question with it', async () => {
  const page = await openLive(FIRST);
  await learnersOwn(page);
  await runButton(page, 'add-client').click();
  await status(page, 'add-client').getByText('sleep is running:').waitFor();
  await page.locator('.xterm-helper-textarea').first().focus();
  await page.keyboard.press('Control+c');
  await status(page, 'add-client').waitFor({ state: 'detached' });
  await runButton(page, 'add-client').click();
  expect(await timesRun(page)).toBe(1);
});
