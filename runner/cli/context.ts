/** What every command gets: where the chapters are, how to write, and what must be undone at the end. */
import { join } from 'node:path';
import colors from 'picocolors';
import { ROOT } from '../package-root.mjs';
import type { Paint } from '../report/text.ts';
import { Cleanup } from './cleanup.ts';

export interface Context {
  readonly chaptersFolder: string;
  /** Colours only on a terminal, and never with NO_COLOR. */
  readonly paint: Paint;
  readonly interactive: boolean;
  readonly cleanup: Cleanup;
  readonly print: (line: string) => void;
}

export function createContext(): Context {
  return {
    chaptersFolder: join(ROOT, 'chapters'),
    paint: colors.createColors(colors.isColorSupported && process.stdout.isTTY === true),
    interactive: process.stdout.isTTY === true,
    cleanup: new Cleanup(),
    print: (line) => process.stdout.write(`${line}\n`),
  };
}
