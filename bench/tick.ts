/** From a key pressed in the page's terminal to the tick in the page: a real server, a real lab, a real Chromium. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KINDS } from '../checks/kinds/index.ts';
import { loadChapters } from '../runner/chapter/load.ts';
import { ROOT } from '../runner/package-root.mjs';
import { driverByName } from '../runner/sandbox/drivers.ts';
import type { Lab } from '../runner/session/lab.ts';
import { openLab } from '../runner/session/open.ts';
import { serve } from '../web/server/serve.ts';
import { openBrowser } from '../web/test/browser.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const CHANGES = 20;

export async function bench(): Promise<Figure[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'wirebook-bench-'));
  let lab: Lab | undefined;
  const driver = driverByName('namespaces');
  const server = await serve({
    chapters: await loadChapters(join(ROOT, 'chapters')),
    kinds: KINDS,
    openLab: async (chapter, { seed }) => {
      lab = await openLab(chapter, { driver, seed, kinds: KINDS });
      return lab;
    },
    log: () => {},
    port: 0,
    progressFile: join(scratch, 'progress.sqlite'),
  });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const { origin } = new URL(server.url);
    await page.goto(server.url);
    await page.waitForURL(`${origin}/`);
    await page.goto(`${origin}/chapter/01-network-namespaces`);
    const terminal = page.locator('.xterm-helper-textarea').first();
    await terminal.waitFor({ state: 'attached' });
    await page.getByText('at the prompt').first().waitFor();
    const check = page.locator('[data-check="exists"]').first();
    const times: number[] = [];
    for (let change = 0; change < CHANGES; change++) {
      const [command, verdict] =
        change % 2 === 0 ? ['ip netns add server', 'pass'] : ['ip netns del server', 'fail'];
      await terminal.pressSequentially(command);
      // The page itself takes both times, so that the driver of the browser is not in the figure. The watch is set
      // before the key is pressed. No named inner functions: the loader would add a helper that the page does not have.
      await check.evaluate((element, wanted) => {
        let pressed = 0;
        document.addEventListener('keydown', () => (pressed = performance.now()), {
          capture: true,
          once: true,
        });
        Object.assign(window, {
          tick: new Promise<number>((resolve) => {
            const observer = new MutationObserver(() => {
              if (element.getAttribute('data-state') !== wanted || pressed === 0) return;
              observer.disconnect();
              resolve(performance.now() - pressed);
            });
            observer.observe(element, { attributes: true });
          }),
        });
      }, verdict);
      await terminal.press('Enter');
      times.push(await page.evaluate(() => (window as unknown as { tick: Promise<number> }).tick));
    }
    return [
      {
        name: `state change in the shell to tick in the page (${CHANGES} changes)`,
        value: median(times),
        unit: 'ms',
        target: '<= 300',
        reference: {
          name: 'the command alone, by a pipe',
          value: median(await plainly(lab as Lab | undefined)),
        },
      },
    ];
  } finally {
    await browser.close();
    await server.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The same commands without terminal, check or page. */
async function plainly(lab: Lab | undefined): Promise<number[]> {
  const times: number[] = [];
  for (let change = 0; lab && change < CHANGES; change++) {
    const started = performance.now();
    await lab.sandbox.exec('worker', ['ip', 'netns', change % 2 === 0 ? 'add' : 'del', 'server']);
    times.push(performance.now() - started);
  }
  return times;
}
