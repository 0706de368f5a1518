/** A headless Chromium for tests and benchmarks: Debian's own, driven by playwright-core. Knows nothing of the page. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { patient } from '../../runner/slowdown.ts';

const CHROMIUM = '/usr/bin/chromium';

/** Nothing that speaks to the outside, and no graphics card: terminals are then drawn as elements, which can be read. */
const ARGS = [
  '--disable-gpu',
  '--disable-3d-apis',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Throws an Error with the remedy when there is no Chromium: a test without a browser has failed, it is not skipped. */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`There is no ${CHROMIUM}. What helps: apt-get install chromium`);
  }
  // Chromium refuses to start as root inside its own sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', ...ARGS] : ARGS;
  return chromium.launch({ executablePath: CHROMIUM, args, timeout: patient(30_000) });
}
