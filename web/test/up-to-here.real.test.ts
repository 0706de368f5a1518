/** Everything up to a place, in a real Chromium: what it ran is marked. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { confirm, FIRST, startLearner, step } from './learner.ts';

const learner = startLearner();
const { openLive } = learner;

const banner = (page: Page) => page.locator('.banner');

/** Names of the steps that are marked as run, in the order of the chapter. */
const marked = (page: Page) =>
  page
    .locator('[data-step]:has(.step-status[data-state="pass"])')
    .evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.step));

/** Names of all steps before this element. */
const before = (page: Page, selector: string) =>
  page.evaluate((place) => {
    const all = [...document.querySelectorAll<HTMLElement>(`[data-step], ${place}`)];
    return all
      .slice(0, all.indexOf(document.querySelector(place) as HTMLElement))
      .map(({ dataset }) => dataset.step);
  }, selector);

test('what "bring me here" ran is marked, with its output, after a reload and in another tab, too', async () => {
  const page = await openLive(FIRST);
  const other = await openLive(FIRST);
  await page.locator('[data-exercise="server"]').getByRole('button', { name: 'Bring me here' }).click();
  await confirm(page, 'Bring me here');
  const steps = await before(page, '[data-exercise="server"]');
  for (const tab of [page, other]) await expect.poll(() => marked(tab)).toEqual(steps);
  await banner(page).waitFor({ state: 'detached' });
  await page.reload();
  await expect.poll(() => marked(page)).toEqual(steps);
  expect(await step(page, 'client-links').locator('.step-result .output').innerText()).toContain('routes: 0');
});
