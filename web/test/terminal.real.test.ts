/** The terminals of the page: what is typed reaches a shell whenever it is typed, and the last lines are in sight. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  confirm,
  endServer,
  FIRST,
  inState,
  runButton,
  startLearner,
  step,
  TWO_HOSTS,
  type,
} from './learner.ts';

const learner = startLearner();
const { newContext, open, openLive } = learner;

const row = (page: Page, text: string | RegExp) =>
  page.locator('.screen:not([hidden]) .xterm-rows > div').filter({ hasText: text });
const foot = (page: Page) => page.locator('.terminals-words');

async function reset(page: Page, item: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Sandbox menu/ }).click();
  await page.getByRole('button', { name: item }).click();
  await confirm(page, /^Reset/);
}

describe('what is typed at once after', () => {
  test.each<[what: string, item: RegExp]>([
    ['a reset of the sandbox', /Reset the sandbox/],
    ['a reset of the host', /Reset worker \.\.\./],
  ])('%s reaches the new shell, time and again', async (_what, item) => {
    const page = await openLive(TWO_HOSTS);
    for (let time = 1; time <= 5; time += 1) {
      await reset(page, item);
      await type(page, `echo time-${time}-$((6*7))`);
      await row(page, new RegExp(`^time-${time}-42$`)).waitFor();
    }
  });

  test('"bring me here" reaches the new shell', async () => {
    const page = await openLive(FIRST);
    for (let time = 1; time <= 3; time += 1) {
      await page.locator('[data-exercise="server"]').getByRole('button', { name: 'Bring me here' }).click();
      await confirm(page, 'Bring me here');
      await type(page, `echo time-${time}-$((6*7))`);
      await row(page, new RegExp(`^time-${time}-42$`)).waitFor();
    }
  });

  test('the page was opened reaches the shell', async () => {
    const page = await open(FIRST);
    await type(page, 'echo early-$((6*7))');
    await row(page, /^early-42$/).waitFor();
  });

  test('a connection that is lost is not taken, and the page says so', async () => {
    const page = await openLive(FIRST);
    const startAgain = await endServer(learner);
    await foot(page).getByText('keys are not taken').waitFor();
    await type(page, 'echo nobody');
    await startAgain();
    await foot(page).getByText('keys are not taken').waitFor({ state: 'detached' });
    await type(page, 'echo back-$((6*7))');
    await row(page, /^back-42$/).waitFor();
    expect(await row(page, 'nobody').count()).toBe(0);
  });
});

/** As the browser does when the learner pastes. */
async function paste(page: Page, text: string): Promise<void> {
  await page.locator('.screen:not([hidden]) .xterm-helper-textarea').evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test('of a paste that is too long for a program that does not read, the page says how much is lost', async () => {
  const page = await openLive(FIRST);
  await type(page, 'sleep 640');
  await foot(page).getByText('a program is running').waitFor();
  await paste(page, 'x\n'.repeat(9 << 18));
  await foot(page)
    .getByText(/reads no more: 5\d\d,\d{3} bytes were dropped/)
    .waitFor();
  await page.keyboard.press('Control+c');
  await foot(page).getByText('at the prompt').waitFor();
  await type(page, 'echo after-$((6*7))');
  await row(page, /^after-42$/).waitFor();
});

/** The prompt is on the screen, on the last row that is not empty; xterm.js draws only the rows in sight. */
async function promptInSight(page: Page): Promise<void> {
  const last = () =>
    page.evaluate(() => {
      const screen = document.querySelector('.screen:not([hidden]) .xterm-screen');
      const rows = [...document.querySelectorAll<HTMLElement>('.screen:not([hidden]) .xterm-rows > div')];
      const filled = rows.filter((line) => line.innerText.trim() !== '').at(-1);
      if (!screen || !filled?.checkVisibility()) return '';
      const { bottom } = filled.getBoundingClientRect();
      const panel = document.querySelector('#terminals')?.getBoundingClientRect();
      const inSight = panel !== undefined && bottom <= Math.min(panel.bottom, innerHeight) + 1;
      return `${filled.innerText.replaceAll('\u00a0', ' ').trimEnd()}${inSight ? '' : ' (out of sight)'}`;
    });
  await expect.poll(last).toBe('root@worker:~#');
}

/** A press within half a second of the last is taken for a double click: then once more, as anyone would. */
async function turnSheet(page: Page, to: 'Open' | 'Close', how: 'click' | 'tap'): Promise<void> {
  const press = page.getByRole('button', { name: new RegExp(`${to} terminal`) });
  const turned = page.getByRole('button', { name: to === 'Open' ? /Close terminal/ : /Open terminal/ });
  const isTurned = async () => {
    if (await press.isVisible()) await press[how]();
    return turned.isVisible();
  };
  await expect.poll(isTurned, { interval: 700 }).toBe(true);
}

test('who has scrolled up stays there when the size changes and more is printed, and follows again after typing', async () => {
  const page = await openLive(FIRST);
  await type(page, 'seq 1 200');
  await row(page, /^200$/).waitFor();
  await page.locator('.screen:not([hidden]) .xterm-screen').hover();
  await page.mouse.wheel(0, -800);
  await row(page, /^200$/).waitFor({ state: 'detached' });
  await page.setViewportSize({ width: 1400, height: 860 });
  await runButton(page, 'host-stack').click();
  await inState(step(page, 'host-stack').locator('.step-status'), 'pass');
  expect(await row(page, /^200$/).count()).toBe(0);
  await type(page, 'echo back-$((6*7))');
  await row(page, /^back-42$/).waitFor();
  await promptInSight(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await promptInSight(page);
});

describe('a phone', () => {
  const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

  test('shows the last lines of a terminal that has a past', async () => {
    const desktop = await openLive(FIRST);
    await type(desktop, 'seq 1 200');
    await row(desktop, /^200$/).waitFor();
    const page = await open(FIRST, await newContext(PHONE));
    await turnSheet(page, 'Open', 'tap');
    await row(page, /^200$/).waitFor();
    await promptInSight(page);
    await type(page, 'echo seen-$((6*7))');
    await row(page, /^seen-42$/).waitFor();
    await promptInSight(page);
  });

  test('shows the last lines of what came while its terminal was closed', async () => {
    const page = await open(FIRST, await newContext(PHONE));
    await turnSheet(page, 'Open', 'tap');
    await promptInSight(page);
    await turnSheet(page, 'Close', 'click');
    for (const name of ['host-stack', 'add-client']) {
      // Not tapped: two taps at one place within a moment, as a test taps, are a double tap.
      await runButton(page, name).click();
      await inState(step(page, name).locator('.step-status'), 'pass');
    }
    await turnSheet(page, 'Open', 'tap');
    await promptInSight(page);
    await row(page, 'ip netns add client').waitFor();
  });

  test('as wide as a desktop before, and again after: the prompt and what is typed stay in sight', async () => {
    const page = await openLive(FIRST);
    await type(page, 'seq 1 200');
    await row(page, /^200$/).waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await turnSheet(page, 'Open', 'click');
    await promptInSight(page);
    await type(page, 'echo narrow-$((6*7))');
    await row(page, /^narrow-42$/).waitFor();
    await promptInSight(page);
    await turnSheet(page, 'Close', 'click');
    await page.setViewportSize({ width: 1280, height: 800 });
    await promptInSight(page);
    await type(page, 'echo wide-$((6*7))');
    await row(page, /^wide-42$/).waitFor();
    await promptInSight(page);
  });
});
