// Where Wirebook lies on the disk. Plain JavaScript, because the set-up and `wirebook` itself ask before any TypeScript
// can run.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of package.json: a clone, or an installed package. Looked for upwards, because this file runs from two
 * places: as it is, and as a part of the build in .build/cli.
 */
export const ROOT = nearestPackage(import.meta.dirname);

/** @param {string} folder @returns {string} */
function nearestPackage(folder) {
  return existsSync(join(folder, 'package.json')) ? folder : nearestPackage(dirname(folder));
}
