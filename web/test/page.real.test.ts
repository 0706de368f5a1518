/** The page as a learner has it: a real server, real labs, a real Chromium. One browser for all; each test has its own learner. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  check,
  confirm,
  FIRST,
  inState,
  restartServer,
  runButton,
  startLearner,
  step,
  TWO_HOSTS,
  type,
} from './learner.ts';

const learner = startLearner();
const { newContext, open, openLive } = learner;

test('without JavaScript the chapter is all there to read', async () => {
  const page = await open(FIRST, await newContext({ javaScriptEnabled: false }));
  await expect(page.getByRole('heading', { level: 1 }).innerText()).resolves.toBe('A network namespace');
  await expect(step(page, 'add-client').locator('[data-command]').innerText()).resolves.toContain(
    'ip netns add client',
  );
  await expect(step(page, 'add-client').locator('.recorded').innerText()).resolves.toContain('client');
  await expect(page.locator('[data-exercise="server"]').innerText()).resolves.toContain(
    'A server of its own',
  );
  await page.locator('[data-exercise="server"] details.hint').first().locator('summary').click();
  await expect(page.locator('[data-exercise="server"] details.hint').first().innerText()).resolves.toContain(
    'Three things',
  );
});

test('the script takes over what the server has rendered, and changes none of it', async () => {
  const islands = (page: Page) =>
    page
      .locator('[data-slot]')
      .evaluateAll((slots) =>
        slots
          .filter(({ dataset }) => dataset.slot !== 'panel')
          .map(({ dataset, innerHTML }) => [dataset.slot, innerHTML]),
      );
  const still = await islands(await open(FIRST, await newContext({ javaScriptEnabled: false })));
  const context = await newContext();
  // The page never hears of the sandbox.
  await context.routeWebSocket(/\/ws\//, () => undefined);
  const page = await open(FIRST, context);
  await page.locator('.xterm').first().waitFor();
  expect(still.length).toBeGreaterThan(50);
  expect(await islands(page)).toEqual(still);
});

test('a step shows its output, status and time, and the terminal shows the command as typed', async () => {
  const page = await openLive(FIRST);
  await runButton(page, 'add-client').click();
  const status = step(page, 'add-client').locator('.step-status');
  await status.getByText('as recorded').waitFor();
  expect(await status.innerText()).toMatch(/status 0\s+[\d.]+ m?s/);
  await page.locator('.xterm-rows', { hasText: 'root@worker:~# ip netns add client' }).waitFor();
});

test('output that differs from the recording is a diff, not a failure', async () => {
  const page = await openLive(FIRST);
  await type(page, 'ip netns add mine');
  await runButton(page, 'add-client').click();
  const card = step(page, 'add-client');
  await card.getByText('mine').first().waitFor();
  const status = card.locator('.step-status');
  await inState(status, 'pass');
  expect(await status.innerText()).toMatch(/^status 0\s+[\d.]+ m?s$/);
  await card.getByText('Differs from the recording').click();
  expect(await card.locator('.diff-found').allInnerTexts()).toContainEqual(expect.stringContaining('mine'));
});

test('ticks come with the state and go away with it', async () => {
  const page = await openLive(FIRST);
  const exists = check(page, 'server', 'exists');
  // Grey, not red: nobody has begun.
  await inState(exists, 'waiting');
  await type(page, 'ip netns add server');
  await inState(exists, 'pass');
  await type(page, 'ip netns del server');
  await inState(exists, 'fail');
});

test('hints come one at a time, and they and the points outlive a reload and a restart of the server', async () => {
  let page = await openLive(FIRST);
  const exercise = () => page.locator('[data-exercise="server"]');
  await exercise().getByRole('button', { name: /hint/i }).click();
  await exercise().locator('.hints .hint').first().waitFor();
  expect(await exercise().locator('.hints .hint').count()).toBe(1);
  await type(
    page,
    'ip netns add client; ip -n client link set lo up; ip netns add server; ip -n server link set lo up',
  );
  await type(page, 'ip netns exec server python3 -m http.server 8080 >/dev/null 2>&1 &');
  for (const id of ['exists', 'lo-up', 'listens', 'answers', 'refused-in-client']) {
    await inState(check(page, 'server', id), 'pass');
  }
  await page.getByText('10 of 25 points').waitFor();
  await page.reload();
  await page.getByText('10 of 25 points').waitFor();
  await exercise().locator('.hints .hint').first().waitFor();

  await restartServer(learner, page);
  page = await openLive(FIRST);
  await page.getByText('10 of 25 points').waitFor();
  expect(await exercise().locator('.hints .hint').count()).toBe(1);
});

test('bring me here does what comes before; reset takes all of it away', async () => {
  const page = await openLive(FIRST);
  await page.locator('[data-exercise="a-name"]').getByRole('button', { name: 'Bring me here' }).click();
  await confirm(page, 'Bring me here');
  await inState(check(page, 'server', 'exists'), 'pass');
  await page.getByRole('button', { name: /^Sandbox menu/ }).click();
  await page.getByRole('button', { name: /Reset the sandbox/ }).click();
  await confirm(page, /Reset/);
  await inState(check(page, 'server', 'exists'), 'waiting');
});

test('a question is judged from the live sandbox', async () => {
  const page = await openLive(FIRST);
  const question = page.locator('[data-question="pid1-inode"]');
  const answer = async (text: string) => {
    await question.getByRole('textbox').fill(text);
    await question.getByRole('button', { name: 'Answer' }).click();
  };
  await answer('12345');
  await question.locator('.verdict[data-state="fail"]').waitFor();
  await type(page, 'readlink /proc/1/ns/net');
  const line = await page
    .locator('.xterm-rows > div', { hasText: /^net:\[\d+\]/ })
    .first()
    .innerText();
  await answer(/\d+/.exec(line)?.[0] ?? '');
  await question.locator('.verdict[data-state="pass"]').waitFor();
});

test('two pages of one learner show the same', async () => {
  const page = await openLive(FIRST);
  const other = await openLive(FIRST);
  await type(page, 'ip netns add server');
  await inState(check(page, 'server', 'exists'), 'pass');
  await inState(check(other, 'server', 'exists'), 'pass');
  await other.locator('.xterm-rows', { hasText: 'ip netns add server' }).waitFor();
});

test('the keyboard is enough: run a step, choose a terminal, leave it again', async () => {
  const page = await openLive(TWO_HOSTS);
  await runButton(page, 'node-worker').focus();
  await page.keyboard.press('Enter');
  await step(page, 'node-worker').locator('.step-status[data-state="pass"]').waitFor();
  await page
    .getByRole('tab', { name: /^worker\b(?!2)/ })
    .first()
    .focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('tab', { name: /worker2/, selected: true }).waitFor();
  await page.locator('.xterm-helper-textarea').last().focus();
  await page.keyboard.press('Control+Shift+F6');
  await page.waitForFunction(() => !document.activeElement?.classList.contains('xterm-helper-textarea'));
});

test.each(['light', 'dark'] as const)(
  'a narrow %s page does not scroll sideways, and its terminal can be opened',
  async (colorScheme) => {
    const narrow = await newContext({ viewport: { width: 390, height: 844 }, colorScheme });
    for (const path of ['/', FIRST, TWO_HOSTS]) {
      const page = await open(path, narrow);
      const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(content, path).toBeLessThanOrEqual(window as number);
    }
    const page = await open(FIRST, narrow);
    await page.getByRole('button', { name: /Open terminal/ }).click();
    await page.locator('.xterm-screen').first().waitFor();
  },
);

test('light and dark are two sets of colours with enough contrast', async () => {
  const seen = new Set<string>();
  for (const colorScheme of ['light', 'dark'] as const) {
    const scheme = await newContext({ colorScheme });
    const page = await open(FIRST, scheme);
    const [ink, paper] = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.documentElement);
      return [color, backgroundColor];
    });
    expect(contrast(ink as string, paper as string)).toBeGreaterThan(7);
    seen.add(paper as string);
  }
  expect(seen.size).toBe(2);
});

/** Contrast ratio of two rgb() colours, WCAG 2.2, 1.4.3. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((text) => {
      const part = Number(text) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}
