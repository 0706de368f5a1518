/** The network's picture beside a chapter: it follows what the learner types, and tells what it shows. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { FIRST, startLearner, type } from './learner.ts';

const learner = startLearner();
const { newContext, open, openLive } = learner;

const thing = (page: Page, key: string) => page.locator(`.picture-view [data-key="${key}"]`);
const CLIENT = 'netns:worker/client';

test('what a command makes is drawn and marked for a moment, what it deletes goes, the rest stays where it is', async () => {
  const page = await openLive(FIRST);
  const card = thing(page, 'if:worker//eth0');
  await card.waitFor();
  const before = await card.getAttribute('transform');
  await type(page, 'ip netns add client');
  await page.locator(`.picture-view .fresh[data-key="${CLIENT}"]`).waitFor();
  expect(await card.getAttribute('transform')).toBe(before);
  await page.locator(`.picture-view [data-key="${CLIENT}"]:not(.fresh)`).waitFor();
  await type(page, 'ip netns del client');
  await thing(page, CLIENT).waitFor({ state: 'detached' });
});

test('a listening socket is drawn, though it changes no device', async () => {
  const page = await openLive(FIRST);
  await type(page, 'python3 -m http.server 8099 >/dev/null 2>&1 &');
  await page.locator('.picture-view text', { hasText: ':8099' }).waitFor();
});

test('a click tells the facts of a thing and the command that shows them; the table has them all', async () => {
  const page = await openLive(FIRST);
  await thing(page, 'if:worker//eth0').locator('text').first().click();
  const facts = page.locator('.picture-facts');
  await facts.getByText('172.18.0.3/16').waitFor();
  expect(await facts.innerText()).toContain('ip -d addr show dev eth0');
  await facts.getByRole('button', { name: 'Close' }).click();
  await facts.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Table' }).click();
  const row = page.locator('.picture-table tr', { hasText: 'eth0' });
  expect(await row.innerText()).toContain('172.18.0.3/16');
});

test('it can be hidden, and stays so; one that is shown again is up to date', async () => {
  const page = await openLive(FIRST);
  await page.getByRole('button', { name: 'Hide picture' }).click();
  await page.locator('.picture-view').waitFor({ state: 'detached' });
  await page.reload();
  await page.getByText('at the prompt').first().waitFor();
  await page.locator('.picture-toggle[aria-expanded="false"]').waitFor();
  await type(page, 'ip netns add client');
  await page.getByText('at the prompt').first().waitFor();
  await page.getByRole('button', { name: 'Show picture' }).click();
  await thing(page, CLIENT).waitFor();
});

test('it is zoomed by keys and moved by the mouse, and a pull is no click', async () => {
  const page = await openLive(FIRST);
  const view = page.locator('.picture-view');
  await thing(page, 'if:worker//eth0').waitFor();
  const width = () => view.locator('svg').evaluate((svg) => svg.getBoundingClientRect().width);
  const natural = await width();
  await view.focus();
  for (let press = 0; press < 6; press += 1) await page.keyboard.press('+');
  expect(await width()).toBeGreaterThan(3 * natural);
  const box = await view.boundingBox();
  if (!box) throw new Error('the picture is not in sight');
  await page.mouse.move(box.x + 200, box.y + 150);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 100, { steps: 4 });
  await page.mouse.up();
  expect(await view.evaluate(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop])).toEqual([80, 50]);
  await page.locator('.picture-facts').waitFor({ state: 'detached' });
});

test('names are text in it, whatever the learner calls things', async () => {
  const page = await openLive(FIRST);
  await type(page, `ip netns add '<img src=x onerror=alert(1)>'`);
  await page.locator('.picture-view text', { hasText: '<img' }).first().waitFor();
  expect(await page.locator('.picture-panel img').count()).toBe(0);
});

test('on a narrow screen it is shown when asked for', async () => {
  const context = await newContext({ viewport: { width: 390, height: 800 } });
  const page = await open(FIRST, context);
  await page.getByRole('button', { name: 'Open terminal' }).click();
  await page.getByText('at the prompt').first().waitFor();
  expect(await page.locator('.picture-view').count()).toBe(0);
  await page.getByRole('button', { name: 'Show picture' }).click();
  await thing(page, 'if:worker//eth0').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
