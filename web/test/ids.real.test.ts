/** Ids of a live page: whatever words an author writes into a heading, no id is there twice. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FIRST, startLearner } from './learner.ts';

/** Each is, or was, the id of a part of the page when it is made into one. */
const HEADINGS = [
  'Tab worker',
  'Terminal worker',
  'Sandbox menu',
  'Dialog title',
  'Exercise server title',
  'Exercise server',
  'Step add-client',
  'Contents',
  'Chapter',
  'Terminals',
  'Tab worker',
];

const { openLive } = startLearner((folder) => {
  const file = join(folder, FIRST.replace('/chapter/', ''), 'chapter.md');
  const text = readFileSync(file, 'utf8');
  const headings = HEADINGS.map((words) => `### ${words}\n\nText.\n\n`).join('');
  writeFileSync(file, text.replace('## Credits', `${headings}## Credits`));
});

test('no id is there twice, and each link within the page leads to a place', async () => {
  const page = await openLive(FIRST);
  await page.locator('[data-exercise="server"]').getByRole('button', { name: /hint/i }).click();
  await page.locator('[data-exercise="server"] .hints .hint').first().waitFor();
  await page.locator('[data-exercise="server"]').getByRole('button', { name: 'Bring me here' }).click();
  await page.getByRole('dialog').waitFor();
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids).toEqual(expect.arrayContaining(['tab-worker', 'tab-worker-2', 'tab_worker', 'dialog_title']));
  const lost = await page.evaluate(() =>
    [...document.querySelectorAll('a[href^="#"]')]
      .map((link) => link.getAttribute('href') ?? '')
      .filter((href) => document.getElementById(href.slice(1)) === null),
  );
  expect(lost).toEqual([]);
});
