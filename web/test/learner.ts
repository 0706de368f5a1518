/** A learner for tests of the page: a real server with real labs, a real Chromium, and what he does with it. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { loadChapters, loadCourse, loadGlossary } from '../../runner/chapter/load.ts';
import { driverByName } from '../../runner/sandbox/drivers.ts';
import { openLab } from '../../runner/session/open.ts';
import { patient } from '../../runner/slowdown.ts';
import { ProgressDatabase } from '../server/progress/database.ts';
import { type Served, serve } from '../server/serve.ts';
import { openBrowser } from './browser.ts';

export const FIRST = '/chapter/01-network-namespaces';
export const TWO_HOSTS = '/chapter/18-services';
const DEADLINE = patient(15_000);

export interface Learner {
  /** Ended with the test. A test that ends it itself puts another in its place. */
  server: Served;
  /** What went wrong in any page: console errors, exceptions, violations of the Content-Security-Policy. Must be empty at the end. */
  complaints: string[];
  /** By a test: the pages may complain that they cannot connect. */
  serverEnded: boolean;
  /** Labs are not built before the function that it gives is called, or the test ends. */
  holdBuilding(): () => void;
  /** Ends every session. The server must have been ended. */
  forgetBrowsers(): void;
  /** Another server on the same progress file. */
  serve(port?: number): Promise<Served>;
  newContext(options?: Parameters<Browser['newContext']>[0]): Promise<BrowserContext>;
  /** A page of the chapter, logged in. */
  open(path: string, from?: BrowserContext): Promise<Page>;
  /** The same, and the shell is at its prompt. */
  openLive(path: string, from?: BrowserContext): Promise<Page>;
}

const CHAPTERS = fileURLToPath(new URL('../../chapters', import.meta.url));

/**
 * Called once in a test file. One browser for all its tests; each has its own progress, server and context.
 * @param change is given a copy of the chapters' folder before they are loaded
 */
export function startLearner(change?: (folder: string) => void): Learner {
  let browser: Browser;
  let scratch: string;
  let chapters: Awaited<ReturnType<typeof loadChapters>>;
  let glossary: Awaited<ReturnType<typeof loadGlossary>>;
  let course: Awaited<ReturnType<typeof loadCourse>>;
  let context: BrowserContext;
  const contexts: BrowserContext[] = [];
  let building = Promise.resolve();
  let build = () => {};

  const learner: Learner = {
    // Both are set before each test.
    server: undefined as unknown as Served,
    complaints: [],
    serverEnded: false,
    holdBuilding() {
      building = new Promise((resolve) => {
        build = resolve;
      });
      return build;
    },
    forgetBrowsers() {
      const database = new ProgressDatabase(join(scratch, 'progress.sqlite'));
      database.run('DELETE FROM sessions');
      database.close();
    },
    serve(port = 0) {
      const driver = driverByName('namespaces');
      return serve({
        chapters,
        glossary,
        course,
        kinds: KINDS,
        openLab: async (chapter, { seed }) => {
          await building;
          return openLab(chapter, { driver, seed, kinds: KINDS });
        },
        log: () => {},
        port,
        progressFile: join(scratch, 'progress.sqlite'),
      });
    },
    async newContext(options = {}) {
      const made = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      contexts.push(made);
      made.setDefaultTimeout(DEADLINE);
      made.on('page', (page) => {
        page.on('pageerror', (error) => learner.complaints.push(error.message));
        page.on('console', (message) => {
          if (message.type() === 'error') learner.complaints.push(message.text());
        });
      });
      return made;
    },
    async open(path, from = context) {
      const page = await from.newPage();
      const { origin } = new URL(learner.server.url);
      await page.goto(learner.server.freshUrl());
      // The page that the link opens keeps the key, then goes on by itself.
      await page.waitForURL(`${origin}/`);
      await page.goto(origin + path);
      return page;
    },
    async openLive(path, from = context) {
      const page = await learner.open(path, from);
      await page.getByText('at the prompt').first().waitFor();
      return page;
    },
  };

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'wirebook-page-'));
    const folder = change ? join(scratch, 'chapters') : CHAPTERS;
    if (change) {
      await cp(CHAPTERS, folder, { recursive: true });
      change(folder);
    }
    chapters = await loadChapters(folder);
    glossary = await loadGlossary(folder);
    course = await loadCourse(folder);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(scratch, { recursive: true, force: true });
  });
  beforeEach(async () => {
    learner.complaints = [];
    learner.serverEnded = false;
    await rm(join(scratch, 'progress.sqlite'), { force: true });
    learner.server = await learner.serve();
    context = await learner.newContext();
  });
  afterEach(async () => {
    build();
    for (const made of contexts.splice(0)) await made.close();
    await learner.server.close();
    // Chromium itself reports each attempt to connect to a server that was ended on purpose.
    const meant = learner.serverEnded ? /WebSocket connection|ERR_CONNECTION_REFUSED/ : /^$/;
    expect(learner.complaints.filter((text) => !meant.test(text))).toEqual([]);
  });
  return learner;
}

/** Types a command in the terminal that is in front. */
export async function type(page: Page, command: string): Promise<void> {
  await page.locator('.xterm-helper-textarea').first().focus();
  await page.keyboard.type(command);
  await page.keyboard.press('Enter');
}

export const step = (page: Page, name: string): Locator => page.locator(`[data-step="${name}"]`);
export const runButton = (page: Page, name: string): Locator =>
  step(page, name).getByRole('button', { name: /^Run step/ });
export const check = (page: Page, exercise: string, id: string): Locator =>
  page.locator(`[data-exercise="${exercise}"] [data-check="${id}"]`);

export async function inState(row: Locator, state: string): Promise<void> {
  await row.and(row.page().locator(`[data-state="${state}"]`)).waitFor();
}

export async function confirm(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name }).click();
}

/**
 * Ends the server on purpose.
 * @returns how to begin another one on its port and progress file
 */
export async function endServer(learner: Learner): Promise<() => Promise<void>> {
  const { port } = new URL(learner.server.url);
  await learner.server.close();
  learner.serverEnded = true;
  return async () => {
    learner.server = await learner.serve(Number(port));
  };
}

/** The same, and the page has noticed both; `meanwhile` happens between. */
export async function restartServer(learner: Learner, page: Page, meanwhile = async () => {}): Promise<void> {
  const startAgain = await endServer(learner);
  const lost = page.getByText(/Connection lost/i);
  await lost.waitFor();
  await meanwhile();
  await startAgain();
  await lost.waitFor({ state: 'detached' });
}
