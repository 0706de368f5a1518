#!/usr/bin/env node
// The `wirebook` command. Plain JavaScript because it runs before TypeScript can: it starts what was built of main.ts,
// or, in a clone where that is missing or older than the sources, main.ts itself by tsx: the same, but slow to start.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../package-root.mjs';
import { BUILD, readStamp, unchanged } from './built.mjs';

/** An installed package has no sources that could have changed. */
function isBuilt() {
  if (!existsSync(join(ROOT, 'runner/cli/main.ts'))) return true;
  const stamp = readStamp(ROOT);
  return stamp !== undefined && unchanged(ROOT, stamp.code);
}

async function load() {
  if (isBuilt()) return import(pathToFileURL(join(ROOT, BUILD, 'main.js')).href);
  const { register } = await import('tsx/esm/api');
  register();
  return import('./main.ts');
}

/** @param {unknown} error @returns {never} */
function explain(error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('wirebook: its npm packages are not installed.\n  Run: npm start   (or: npm ci)');
  process.exit(2);
}

const { main } = await load().catch(explain);
await main(process.argv);
