/** Everything up to a place, in a real Chromium: what it ran is marked, how far it is, Cancel, where the learner is or afresh; what a step lacks. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { confirm, FIRST, runButton, startLearner, step, type } from './learner.ts';

const learner = startLearner();
const { openLive } = learner;

const ARP = '/chapter/05-arp-and-the-bridge-table';
const banner = (page: Page) => page.locator('.banner');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const upTo = (page: Page, name: string) =>
  step(page, name).getByRole('button', { name: `Run up to here: everything before step ${name}` });
const screen = (page: Page, line: RegExp) => page.locator('.xterm-rows > div', { hasText: line }).first();

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

test('up to here goes on where the learner is; Cancel stops it for every tab, Go on resumes it', async () => {
  const page = await openLive(ARP);
  const other = await openLive(ARP);
  await type(page, 'touch /tmp/mine');
  await upTo(page, 'what-db-hears').click();
  for (const tab of [page, other]) {
    await tab.getByRole('progressbar', { name: 'Everything before what-db-hears' }).waitFor();
  }
  await other.reload();
  await button(other, 'Cancel').dblclick();
  for (const tab of [page, other])
    await banner(tab)
      .getByText(/^Stopped before step/)
      .waitFor();
  const steps = await before(page, '[data-step="what-db-hears"]');
  const ran = await marked(page);
  expect(ran).toEqual(steps.slice(0, ran.length));
  expect(ran.length).toBeLessThan(steps.length);
  expect(await banner(page).innerText()).toContain(
    `Stopped before step ${steps[ran.length]}: ${ran.length} of`,
  );
  await type(page, 'ls /tmp/mi*');
  await screen(page, /^\/tmp\/mine/).waitFor();

  await button(page, 'Go on').click();
  await expect.poll(() => marked(other)).toEqual(steps);
  for (const tab of [page, other]) await banner(tab).waitFor({ state: 'detached' });
  await type(page, 'clear; ls /tmp/mi*');
  await screen(page, /^\/tmp\/mine/).waitFor();
  await upTo(page, 'what-db-hears').click();
  await banner(page).getByText('Everything before what-db-hears has run already').waitFor();
});

test('what a step lacks is named, and the step that defines it run; out of order, all needs a fresh sandbox', async () => {
  const page = await openLive(ARP);
  await runButton(page, 'over-the-cable').click();
  await step(page, 'over-the-cable').locator('.step-status').getByText('status').waitFor();
  await runButton(page, 'what-db-hears').click();
  const card = step(page, 'what-db-hears');
  await card.getByText('forget is defined by step forget').waitFor();
  expect(await card.getByRole('link', { name: 'forget' }).getAttribute('href')).toBe('#step-forget');
  await card.getByRole('button', { name: 'Run step forget' }).dblclick();
  await step(page, 'forget').locator('.step-status').getByText('status').waitFor();

  await upTo(page, 'listen-at-the-client').dblclick();
  await page.getByRole('dialog').getByText('over-the-cable has run when wire-three-pods was next').waitFor();
  await confirm(page, 'Cancel');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await card.getByText('forget is defined by').count()).toBe(1);
  await upTo(page, 'forget').click();
  await confirm(page, 'Run it in a fresh one');
  await expect.poll(() => marked(page)).toEqual(['wire-three-pods', 'which-door', 'over-the-cable']);
  expect(await card.getByText('forget is defined by').count()).toBe(0);
});
