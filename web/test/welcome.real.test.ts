/** What is told once: in the first chapter that a browser opens, until it was read. */
import { expect, test } from 'vitest';
import { FIRST, startLearner, TWO_HOSTS } from './learner.ts';

const learner = startLearner();

test('the strip goes with its button, stays away in this browser, and leaves the keyboard in the chapter', async () => {
  const page = await learner.openLive(FIRST);
  const strip = page.getByRole('complementary', { name: 'Before you begin' });
  await strip.getByText('a real root shell').waitFor();
  await strip.getByRole('button', { name: 'Got it' }).press('Enter');
  await strip.waitFor({ state: 'hidden' });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('chapter');
  await page.reload();
  await page.getByText('at the prompt').first().waitFor();
  expect(await strip.isVisible()).toBe(false);
  const other = await learner.open(TWO_HOSTS, page.context());
  await other.getByRole('heading', { level: 1 }).waitFor();
  expect(await other.getByRole('complementary', { name: 'Before you begin' }).isVisible()).toBe(false);
});
