/** What the page folds can be unfolded, and works while it is folded. */
import { expect, test } from 'vitest';
import { runButton, startLearner, step, TWO_HOSTS } from './learner.ts';

const { openLive } = startLearner();

test('a link to a claim opens it, and its line folds it again', async () => {
  const page = await openLive(`${TWO_HOSTS}#claim-B50`);
  const claim = page.locator('details.claim', { has: page.locator('#claim-B50') });
  await step(page, 'nearest-third').locator('.command').waitFor({ state: 'visible' });
  expect(await claim.getAttribute('open')).not.toBeNull();
  await claim.locator('summary').first().click();
  await step(page, 'nearest-third').locator('.command').waitFor({ state: 'hidden' });
});

test('scenery runs while it is folded, and can be unfolded', async () => {
  const page = await openLive(TWO_HOSTS);
  const scenery = step(page, 'node-worker');
  const command = scenery.locator('.command');
  await command.waitFor({ state: 'hidden' });
  await runButton(page, 'node-worker').click();
  await scenery.locator('.step-status[data-state="pass"]').waitFor({ state: 'visible' });
  await command.waitFor({ state: 'hidden' });
  await scenery.locator('summary').click();
  await command.waitFor({ state: 'visible' });
  await scenery.getByText('It printed nothing.').waitFor({ state: 'visible' });
});
