/** The text of a program that runs on lab hosts or beside them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../package-root.mjs';

/** @param path from the folder `runner` */
export function source(path: string): string {
  return readFileSync(join(ROOT, 'runner', path), 'utf8');
}
