/** Finding one's way in the page as a learner does: by keys, by search, by the rail, and from the home page. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { confirm, FIRST, inState, runButton, startLearner, step } from './learner.ts';

const learner = startLearner();
const { newContext, open, openLive } = learner;

/** What axe finds wrong in an open dialog. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run('dialog[open]'),
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const hasFocus = (page: Page, name: string) =>
  expect.poll(() => runButton(page, name).evaluate((run) => run === document.activeElement)).toBe(true);

test('J and K walk through the steps, Shift+Enter runs one and goes on', async () => {
  const page = await openLive(FIRST);
  const names = await page.locator('[data-step]').evaluateAll((steps) =>
    // What is folded is passed over.
    steps.flatMap((each) => (each.checkVisibility() ? ((each as HTMLElement).dataset.step ?? '') : [])),
  );
  const [first = '', second = '', third = ''] = names;
  await page.keyboard.press('j');
  await hasFocus(page, first);
  await page.keyboard.press('j');
  await hasFocus(page, second);
  await page.keyboard.press('k');
  await hasFocus(page, first);
  await page.keyboard.press('Shift+Enter');
  await hasFocus(page, second);
  await inState(step(page, first).locator('.step-status'), 'pass');
  expect(await step(page, second).locator('.step-status').count()).toBe(0);
  // In the terminal the same keys are text.
  await page.keyboard.press('Control+Shift+F6');
  await page.keyboard.type('echo j?k/');
  await page.locator('.xterm-rows', { hasText: 'echo j?k/' }).waitFor();
  expect(await page.locator('dialog[open]').count()).toBe(0);
  await page.keyboard.press('Control+Shift+F6');
  await hasFocus(page, second);
  await page.keyboard.press('j');
  await hasFocus(page, third);
});

test.each(['light', 'dark'] as const)(
  'all keys are in a dialog that keys and mouse open, %s',
  async (scheme) => {
    const page = await open(FIRST, await newContext({ colorScheme: scheme }));
    const dialog = page.getByRole('dialog', { name: 'Keys' });
    await page.locator('.xterm').first().waitFor();
    await page.keyboard.press('?');
    await dialog.getByText(/^Into the terminal/).waitFor();
    expect(await violations(page)).toEqual([]);
    // The page below hears nothing while it is open.
    await page.keyboard.press('j');
    expect(await page.evaluate(() => document.activeElement?.closest('[data-step]'))).toBeNull();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'All keys' }).dblclick();
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'hidden' });
  },
);

test('Ctrl+K finds a command in another chapter, and leads to its step', async () => {
  const page = await openLive(FIRST);
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('bridge fdb sh');
  const options = dialog.getByRole('option');
  await options.first().waitFor();
  expect(await options.first().innerText()).toMatch(/^bridge fdb show/);
  expect(await violations(page)).toEqual([]);
  const input = dialog.getByRole('combobox');
  const chosen = async () => {
    const id = await input.getAttribute('aria-activedescendant');
    return dialog
      .locator('[aria-selected="true"]')
      .and(page.locator(`[id="${id}"]`))
      .innerText();
  };
  const before = await chosen();
  await page.keyboard.press('ArrowDown');
  await expect.poll(chosen).not.toBe(before);
  await page.keyboard.press('ArrowUp');
  await expect.poll(chosen).toBe(before);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/chapter\/[\w-]+#step-[\w-]+$/);
  const [, anchor = ''] = page.url().split('#');
  const command = page.locator(`[id="${anchor}"] [data-command]`);
  await expect.poll(() => command.innerText()).toContain('bridge fdb show');
  await expect
    .poll(() => command.evaluate((code) => code.getBoundingClientRect().top < innerHeight))
    .toBe(true);
});

test('a place on the same page is scrolled to, and the dialog is out of the way', async () => {
  const page = await openLive(FIRST);
  await page.getByRole('button', { name: 'Search' }).dblclick();
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await page.keyboard.type('a server of its own');
  await dialog.getByRole('option', { name: /^A server of its own/ }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(new URL(page.url()).hash).toBe('#exercise-server');
  const exercise = page.locator('#exercise-server');
  await expect
    .poll(() => exercise.evaluate((card) => Math.abs(card.getBoundingClientRect().top) < 200))
    .toBe(true);
  await page.keyboard.press('/');
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

test('the rail has a dot for each step, and says where the reader is', async () => {
  const page = await openLive(FIRST);
  const rail = page.getByRole('navigation', { name: 'In this chapter' });
  const dot = rail.getByRole('link', { name: 'Step add-client: not run' });
  await dot.dblclick();
  expect(new URL(page.url()).hash).toBe('#step-add-client');
  await expect.poll(() => dot.getAttribute('aria-current')).toBe('location');
  expect(await rail.locator('[aria-current]').count()).toBe(1);
  await runButton(page, 'add-client').click();
  await rail.getByRole('link', { name: 'Step add-client: run', exact: true }).waitFor();
  expect(await rail.getByRole('link', { name: /^A server of its own/ }).innerText()).toMatch(/10 points/);
  await page.evaluate(() => document.querySelector('#exercise-server')?.scrollIntoView());
  await rail.locator('[aria-current]', { hasText: 'A server of its own' }).waitFor();
  // Another day, another sandbox: what was run is told from what was not.
  await page.getByRole('button', { name: /^Sandbox menu/ }).click();
  await page.getByRole('button', { name: /Reset the sandbox/ }).click();
  await confirm(page, /Reset/);
  await rail.getByRole('link', { name: 'Step add-client: not run' }).waitFor();
  await page.reload();
  await rail.getByRole('link', { name: 'Step add-client: run in an earlier sandbox' }).waitFor();
  // Where there is no room for it, the contents show the same.
  await page.setViewportSize({ width: 900, height: 800 });
  await rail.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Contents' }).click();
  const contents = page.getByRole('navigation', { name: 'Contents of this chapter' });
  await contents.getByRole('link', { name: 'Step add-client: run in an earlier sandbox' }).click();
  await contents.waitFor({ state: 'hidden' });
});

test('the home page leads on from the step that was run last, also after a reload', async () => {
  const page = await openLive(FIRST);
  const home = await open('/');
  await home.getByRole('link', { name: 'Begin: chapter 0, Before you start' }).waitFor();
  await runButton(page, 'add-client').click();
  await inState(step(page, 'add-client').locator('.step-status'), 'pass');
  await home.reload();
  await home.getByRole('link', { name: 'Continue: chapter 1, step add-client' }).click();
  await home.waitForURL(/#step-add-client$/);
  await home.getByRole('link', { name: 'Step add-client: run', exact: true }).waitFor();
});
