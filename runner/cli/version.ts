import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../package-root.mjs';

const manifest: { readonly version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** The version in package.json. */
export const { version } = manifest;
