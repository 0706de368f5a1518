/** What the learner expects of a step, in a real Chromium: said, run, compared; and what the page says of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { FIRST, runButton, startLearner, step } from './learner.ts';

/** Before the chapter's own steps that are cheap. */
const PREDICTIONS: Readonly<Record<string, string>> = {
  'host-stack': `Which devices have an address here?

\`\`\`yaml choices
- says: none
  shows: /^$/
- says: two, \`lo\` among them
  shows: eth0
\`\`\``,
  'add-client': `How long is the list of \`ip netns\` now?

\`\`\`yaml choices
- says: it has one name
  shows: client
- says: it is empty
  shows: /^$/
\`\`\``,
  'client-links': `How many routes does it have?

\`\`\`yaml number
of: 'routes: (\\d+)'
unit: routes
\`\`\``,
};

const learner = startLearner((folder) => {
  const file = join(folder, FIRST.replace('/chapter/', ''), 'chapter.md');
  const text = Object.entries(PREDICTIONS).reduce(
    (before, [name, body]) =>
      before.replace(`\`\`\`sh {name=${name} `, `::: predict of-${name}\n${body}\n:::\n\n$&`),
    // The chapter's own prediction stands where one of these goes.
    readFileSync(file, 'utf8').replace(/::: predict new-stack\n[\s\S]*?\n:::\n\n/, ''),
  );
  writeFileSync(file, text);
});

const card = (page: Page, name: string) => page.locator(`[data-predict="of-${name}"]`);
const listed = (page: Page, name: string) => page.locator(`[data-predicted="of-${name}"]`);
const SAY = 'That is what I expect';

async function run(page: Page, name: string): Promise<void> {
  await runButton(page, name).click();
  await step(page, name).locator('.step-status').getByText('status').waitFor();
}

test('right: said by keyboard, run, seen; another tab and a reload show it, and the chapter ends with it', async () => {
  const page = await learner.openLive(FIRST);
  const here = card(page, 'host-stack');
  expect(await page.locator('.predicted').count()).toBe(0);
  const [first] = await here.getByRole('radio').all();
  await first?.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await here.getByText('You expect two, lo among them. Run the step to see.').waitFor();
  await listed(page, 'host-stack').getByText('has not run in this sandbox').waitFor();

  await run(page, 'host-stack');
  const words = 'As you expected: two, lo among them.';
  await here.getByText(words).waitFor();
  expect(await here.getByRole('button', { name: SAY }).count()).toBe(0);
  const tab = await learner.open(FIRST, page.context());
  for (const other of [page, tab]) {
    await other.reload();
    await card(other, 'host-stack').getByText(words).waitFor();
    await listed(other, 'host-stack').getByText(words).waitFor();
  }
});

test('wrong: the page says both; a number is typed', async () => {
  const page = await learner.openLive(FIRST);
  const names = card(page, 'add-client');
  await names.getByText('it is empty').click();
  await names.getByRole('button', { name: SAY }).click();
  const routes = card(page, 'client-links');
  await routes.getByRole('spinbutton').fill('2');
  await page.keyboard.press('Enter');
  await routes.getByText('You expect 2 routes. Run the step to see.').waitFor();
  await run(page, 'add-client');
  await names.getByText('You expected it is empty. The kernel shows it has one name.').waitFor();
  await run(page, 'client-links');
  await routes.getByText('You expected 2 routes. The kernel shows 0 routes.').waitFor();
});

test('a step that is run first says nothing of the answer; then it does, and the focus stays in the card', async () => {
  const page = await learner.openLive(FIRST);
  const here = card(page, 'host-stack');
  const recorded = step(page, 'host-stack').locator('[data-recorded] .output');
  expect(await recorded.isVisible()).toBe(false);
  await run(page, 'host-stack');
  expect(await here.locator('.seen').count()).toBe(0);
  await here.getByText('none', { exact: true }).click();
  await here.getByRole('button', { name: SAY }).focus();
  await page.keyboard.press('Enter');
  await here.getByText('You expected none. The kernel shows two, lo among them.').waitFor();
  expect(await here.evaluate((element) => element === document.activeElement)).toBe(true);
});
