/** Words that the page explains: by pointer, keyboard and tap, without script, on paper, and on a page of their own. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startLearner } from './learner.ts';

const CHAPTER = '/chapter/05-arp-and-the-bridge-table';
const { newContext, open } = startLearner();

/** The page once its script has taken over. */
async function openWords(from?: Parameters<typeof open>[1]): Promise<Page> {
  const page = await open(CHAPTER, from);
  await page.locator('.xterm').first().waitFor({ state: 'attached' });
  return page;
}
const word = (page: Page, text: string): Locator => page.locator('a.word', { hasText: text }).first();
const shown = (page: Page, text: string): Locator =>
  page.locator('.meaning:popover-open', { has: page.locator('strong', { hasText: text }) });
const gone = (meaning: Locator) => meaning.waitFor({ state: 'hidden' });

test('the pointer shows what a word means, may go over to it and follow its link; Escape takes it away', async () => {
  const page = await openWords();
  const mac = word(page, 'MAC address');
  const meaning = shown(page, 'MAC address');
  await mac.hover();
  await meaning.waitFor();
  const [above, below] = [await mac.boundingBox(), await meaning.boundingBox()];
  expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0) - 1);
  await page.keyboard.press('Escape');
  await gone(meaning);

  await word(page, 'pod').hover();
  await shown(page, 'pod').waitFor();
  await mac.hover();
  await meaning.waitFor();
  // The word beneath the explanation was not opened on the way.
  await meaning.getByRole('link').hover();
  await page.getByRole('heading', { level: 1 }).hover();
  await gone(meaning);

  await mac.hover();
  await meaning.getByRole('link', { name: 'Chapter 4: A bridge' }).click();
  await page.waitForURL(/\/chapter\/04-a-bridge$/);
});

test('so does the keyboard: it is shown with the focus, holds the next focus, and goes with it', async () => {
  const page = await openWords();
  // The strip for newcomers has a button, which would be next.
  await page.getByRole('button', { name: 'Got it' }).click();
  // A press that is not on a word puts the keyboard's place there.
  await page.locator('#chapter .facts').click();
  await page.keyboard.press('Tab');
  const pod = shown(page, 'pod');
  await pod.waitFor();
  expect(await word(page, 'pod').evaluate((link) => link === document.activeElement)).toBe(true);
  await page.keyboard.press('Tab');
  await pod.getByRole('link').and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Tab');
  await shown(page, 'node').waitFor();
  await gone(pod);
  await page.keyboard.press('Escape');
  await gone(shown(page, 'node'));
  await page.keyboard.press('Enter');
  await shown(page, 'node').waitFor();
  // Within half a second of the last press it is taken for a double click: then once more, as anyone would.
  const isGone = async () => {
    await page.keyboard.press('Enter');
    return shown(page, 'node').isHidden();
  };
  await expect.poll(isGone, { interval: 700 }).toBe(true);
});

test('a tap shows it within the screen of a phone, and a tap elsewhere takes it away', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const page = await openWords(await newContext(phone));
  await word(page, 'MAC address').tap();
  const meaning = shown(page, 'MAC address');
  await meaning.waitFor();
  const box = await meaning.boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  expect(new URL(page.url()).hash).toBe('');
  await page.getByRole('heading', { level: 1 }).tap();
  await gone(meaning);
});

test('without script, and on paper, the explanations stand at the end', async () => {
  const page = await open(CHAPTER, await newContext({ javaScriptEnabled: false }));
  await word(page, 'MAC address').click();
  expect(new URL(page.url()).hash).toBe('#word_mac-address');
  await expect(page.locator('#word_mac-address').innerText()).resolves.toContain('The address of a device');

  const printed = await openWords();
  const meaning = printed.locator('#word_mac-address');
  expect(await meaning.isVisible()).toBe(false);
  await printed.emulateMedia({ media: 'print' });
  await meaning.waitFor();
  expect(await meaning.evaluate((item) => getComputedStyle(item).position)).toBe('static');
  const number = await word(printed, 'MAC address').evaluate(
    (link) => getComputedStyle(link, '::after').content,
  );
  expect(number).toMatch(/^"\d+"$/);
});

test('what a word says is read out with it, and each leads to a place of the page', async () => {
  const page = await openWords();
  const lost = await page.locator('a.word').evaluateAll((links) =>
    links.filter((link) => {
      const id = link.getAttribute('aria-describedby') ?? '';
      return link.getAttribute('href') !== `#${id}` || document.querySelectorAll(`[id="${id}"]`).length !== 1;
    }),
  );
  expect(lost).toEqual([]);
});

test('the first page leads to a list of all words', async () => {
  const page = await open('/');
  await page.getByRole('link', { name: 'Glossary' }).click();
  await page.getByRole('heading', { level: 1, name: 'Glossary' }).waitFor();
  const entry = page.locator('#forwarding-table');
  await expect(entry.innerText()).resolves.toContain('FDB');
  await entry.getByRole('link', { name: "Chapter 5: ARP and the bridge's table" }).click();
  await page.waitForURL(/\/chapter\/05-arp-and-the-bridge-table$/);
});
