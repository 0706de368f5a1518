/** One intent, one action: whatever a newcomer double-clicks, holds down, or asks for in two tabs. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { confirm, endServer, FIRST, startLearner } from './learner.ts';

const learner = startLearner();
const { newContext, open, openLive } = learner;

/** Types of the messages that the page has sent since, except for what terminals say, and for its wish for pictures. */
function listen(page: Page): string[] {
  const sent: string[] = [];
  page.on('websocket', (socket) => {
    if (socket.url().includes('/terminal/')) return;
    socket.on('framesent', ({ payload }) => {
      const { type } = JSON.parse(String(payload));
      if (type !== 'picture') sent.push(type);
    });
  });
  return sent;
}

/** A live page, and what it sends. */
async function listened(): Promise<{ page: Page; sent: string[] }> {
  const page = await openLive(FIRST);
  const sent = listen(page);
  await page.reload();
  await page.getByText('at the prompt').first().waitFor();
  return { page, sent };
}

const server = (page: Page) => page.locator('[data-exercise="server"]');
const question = (page: Page) => page.locator('[data-question="pid1-inode"]');
const button = (within: Page | Locator, name: string | RegExp) => within.getByRole('button', { name });

/** Gives a wrong answer. The server takes messages in their order: all that was asked for before has been. */
async function answer(page: Page): Promise<void> {
  await question(page).getByRole('textbox').fill('12345');
  await button(question(page), 'Answer').click();
  await question(page).locator('.verdict[data-state="fail"]').waitFor();
}

describe('a double click', () => {
  test('shows one hint', async () => {
    const { page, sent } = await listened();
    await button(server(page), /hint/i).dblclick();
    await server(page).locator('.hints .hint').first().waitFor();
    await answer(page);
    expect(sent).toEqual(['hint', 'answer']);
    expect(await server(page).locator('.hints .hint').count()).toBe(1);
  });

  test('asks once for a verdict', async () => {
    const { page, sent } = await listened();
    await button(server(page), 'Check now').dblclick();
    await question(page).getByRole('textbox').fill('12345');
    await button(question(page), 'Answer').dblclick();
    await question(page).locator('.verdict[data-state="fail"]').waitFor();
    expect(sent).toEqual(['check', 'answer']);
  });

  test('opens a menu, and turns the colours by one', async () => {
    const page = await openLive(FIRST);
    await button(page, /^Sandbox menu/).dblclick();
    await button(page, /Reset the sandbox/).waitFor();
    await page.keyboard.press('Escape');
    await button(page, /^Colours: Auto/).dblclick();
    await button(page, /^Colours: Light/).waitFor();
  });

  test('opens a fold', async () => {
    const page = await open(FIRST, await newContext());
    const fold = page.locator('details:visible').first();
    await fold.locator('summary').dblclick();
    expect(await fold.evaluate((details) => (details as HTMLDetailsElement).open)).toBe(true);
  });

  test('asks before something is lost, and does not answer itself', async () => {
    const page = await open(FIRST, await newContext({ viewport: { width: 390, height: 844 } }));
    const bring = button(server(page), 'Bring me here');
    await bring.click();
    const yes = button(page.getByRole('dialog'), 'Bring me here');
    const there = await box(yes);
    await button(page.getByRole('dialog'), 'Cancel').click();
    // The button that asks comes to lie where the one that agrees will be, once nothing above it moves any more.
    const y = there.y + there.height / 2;
    let x = 0;
    const covered = async () => {
      const before = await box(bring);
      await page.evaluate((by) => scrollBy(0, by), before.y + before.height / 2 - y);
      const here = await box(bring);
      x = (Math.max(here.x, there.x) + Math.min(here.x + here.width, there.x + there.width)) / 2;
      return [here, there].every((place) => contains(place, x, y));
    };
    await expect.poll(covered).toBe(true);
    await page.mouse.dblclick(x, y);
    await page.getByRole('dialog').waitFor();
  });

  test('on the answer of a dialog does nothing to what is behind it', async () => {
    const { page, sent } = await listened();
    await button(page, /^Sandbox menu/).click();
    await button(page, /Reset the sandbox/).click();
    const yes = await box(button(page.getByRole('dialog'), /^Reset/));
    // A Run button lies behind it.
    const run = page.getByRole('button', { name: /^Run step/ }).first();
    await run.evaluate(
      (element, { x, y }) =>
        Object.assign(element.style, { position: 'fixed', left: `${x}px`, top: `${y}px` }),
      { x: yes.x, y: yes.y },
    );
    await page.mouse.dblclick(yes.x + 10, yes.y + 10);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('at the prompt').first().waitFor();
    await button(server(page), /hint/i).click();
    await server(page).locator('.hints .hint').first().waitFor();
    expect(sent).toEqual(['reset', 'hint']);
  });
});

describe("what is pressed before the page's scripts are there", () => {
  /** A page whose islands cannot be taken over before the function is called. */
  async function slowPage(
    options: Parameters<typeof newContext>[0],
  ): Promise<{ page: Page; scriptsCome: () => void }> {
    const context = await newContext(options);
    const page = await open('/', context);
    let scriptsCome = () => {};
    const held = new Promise<void>((resolve) => {
      scriptsCome = resolve;
    });
    await context.route(/\/(main|chapter-page)-[^/]*\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(new URL(FIRST, learner.server.url).href, { waitUntil: 'commit' });
    return { page, scriptsCome };
  }

  test('counts when they are, a double click once; an answer that is half typed stays', async () => {
    const { page, scriptsCome } = await slowPage({ viewport: { width: 390, height: 844 } });
    await button(page, /Open terminal/).click();
    await button(page, /^Colours: Auto/).dblclick();
    await question(page).getByRole('textbox').fill('12345');
    await question(page).getByRole('textbox').press('Enter');
    scriptsCome();
    await button(page, /Close terminal/).waitFor();
    await button(page, /^Colours: Light/).waitFor();
    expect(await question(page).getByRole('textbox').inputValue()).toBe('12345');
    expect(new URL(page.url()).search).toBe('');
  });
});

describe('Enter, held down,', () => {
  /** As a keyboard repeats a key. */
  async function hold(page: Page): Promise<void> {
    for (let time = 0; time < 6; time += 1) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
  }

  test('shows one hint, asks once, and answers no dialog', async () => {
    const { page, sent } = await listened();
    await button(server(page), /hint/i).focus();
    await hold(page);
    await server(page).locator('.hints .hint').first().waitFor();
    await question(page).getByRole('textbox').fill('12345');
    await hold(page);
    await question(page).locator('.verdict[data-state="fail"]').waitFor();
    await button(server(page), 'Bring me here').focus();
    await hold(page);
    await page.getByRole('dialog').waitFor();
    expect(sent).toEqual(['hint', 'answer']);
  });

  test('is repeated in the terminal', async () => {
    const page = await openLive(FIRST);
    await page.locator('.xterm-helper-textarea').first().focus();
    await hold(page);
    await expect
      .poll(() => page.locator('.xterm-rows > div').filter({ hasText: 'root@worker:~#' }).count())
      .toBe(7);
  });
});

describe('two tabs', () => {
  test('see the same hints and verdicts, whoever asks', async () => {
    const [one, other] = [await openLive(FIRST), await openLive(FIRST)];
    await button(server(one), /hint/i).click();
    await server(other).locator('.hints .hint').first().waitFor();
    await answer(other);
    await question(one).locator('.verdict[data-state="fail"]').waitFor();
    for (const page of [one, other]) expect(await server(page).locator('.hints .hint').count()).toBe(1);
  });
});

test('a reset that could not be asked for is not forgotten silently', async () => {
  const page = await openLive(FIRST);
  await button(page, /^Sandbox menu/).click();
  await button(page, /Reset the sandbox/).click();
  const startAgain = await endServer(learner);
  await page.getByText(/Connection lost/).waitFor();
  await confirm(page, /^Reset/);
  await startAgain();
  await page.getByText('That was not done').waitFor();
});

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function box(element: Locator): Promise<Box> {
  const found = await element.boundingBox();
  if (!found) throw new Error('it is not on the page');
  return found;
}

function contains({ x, y, width, height }: Box, atX: number, atY: number): boolean {
  return atX > x && atX < x + width && atY > y && atY < y + height;
}
