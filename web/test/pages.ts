/** For tests: the page as a learner has it. A real server, real labs, a real Chromium; each test has its own learner. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { loadChapters } from '../../runner/chapter/load.ts';
import { openLab } from '../../runner/lab/open.ts';
import { driverByName } from '../../runner/sandbox/drivers.ts';
import { patient } from '../../runner/slowdown.ts';
import { type Served, serve } from '../server/serve.ts';
import { openBrowser } from './browser.ts';

export const FIRST = '/chapter/01-network-namespaces';
export const TWO_HOSTS = '/chapter/15-services';
const DEADLINE = patient(15_000);

export interface Pages {
  /** A browser of another size or kind. */
  newContext(options?: Parameters<Browser['newContext']>[0]): Promise<BrowserContext>;
  /** A page of the chapter, logged in. */
  open(path: string, from?: BrowserContext): Promise<Page>;
  /** The same, at its shell's prompt. */
  openLive(path: string, from?: BrowserContext): Promise<Page>;
  /** Ends the server, and starts another one at the same place when that is called. */
  endServer(): Promise<() => Promise<void>>;
}

/** One server and browser context for each test of this file; fails a test in whose pages something went wrong. */
export function pages(): Pages {
  let browser: Browser;
  let scratch: string;
  let server: Served;
  let context: BrowserContext;
  const contexts: BrowserContext[] = [];
  /** What went wrong in any page: console errors, exceptions, violations of the Content-Security-Policy. */
  let complaints: string[];
  let ended: boolean;

  async function start(port = 0): Promise<Served> {
    const driver = driverByName('namespaces');
    return serve({
      chapters: await loadChapters(fileURLToPath(new URL('../../chapters', import.meta.url))),
      kinds: KINDS,
      openLab: (chapter, seed) => openLab(chapter, { driver, seed, kinds: KINDS }),
      log: () => {},
      port,
      progressFile: join(scratch, 'progress.sqlite'),
    });
  }

  const all: Pages = {
    async newContext(options = {}) {
      const made = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      contexts.push(made);
      made.setDefaultTimeout(DEADLINE);
      made.on('page', (page) => {
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('console', (message) => {
          if (message.type() === 'error') complaints.push(message.text());
        });
      });
      return made;
    },
    async open(path, from = context) {
      const page = await from.newPage();
      await page.goto(server.freshUrl());
      await page.goto(new URL(server.url).origin + path);
      return page;
    },
    async openLive(path, from = context) {
      const page = await all.open(path, from);
      await page.getByText('at the prompt').first().waitFor();
      return page;
    },
    async endServer() {
      const { port } = new URL(server.url);
      await server.close();
      ended = true;
      return async () => {
        server = await start(Number(port));
      };
    },
  };

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'wirebook-page-'));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(scratch, { recursive: true, force: true });
  });
  beforeEach(async () => {
    complaints = [];
    ended = false;
    await rm(join(scratch, 'progress.sqlite'), { force: true });
    server = await start();
    context = await all.newContext();
  });
  afterEach(async () => {
    for (const made of contexts.splice(0)) await made.close();
    await server.close();
    // Chromium itself reports each attempt to connect to a server that was ended on purpose.
    const meant = ended ? /WebSocket connection|ERR_CONNECTION_REFUSED/ : /^$/;
    expect(complaints.filter((text) => !meant.test(text))).toEqual([]);
  });
  return all;
}

/** Types a command into the terminal in front. */
export async function type(page: Page, command: string): Promise<void> {
  await page.locator('.xterm-helper-textarea').first().focus();
  await page.keyboard.type(command);
  await page.keyboard.press('Enter');
}

export const step = (page: Page, name: string) => page.locator(`[data-step="${name}"]`);
export const runButton = (page: Page, name: string) =>
  step(page, name).getByRole('button', { name: /^Run step/ });
export const check = (page: Page, exercise: string, id: string) =>
  page.locator(`[data-exercise="${exercise}"] [data-check="${id}"]`);

export async function inState(row: Locator, state: string): Promise<void> {
  await row.and(row.page().locator(`[data-state="${state}"]`)).waitFor();
}

export async function confirm(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name }).click();
}
