// Is the command line in .build/cli the one that these sources make? Plain JavaScript on Node's own modules, and cheap:
// it is asked at every start, so that nobody who edits a source ever runs what was built before.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where the build is, below the package's folder. */
export const BUILD = '.build/cli';
/** The file in it that says what it was made of. */
export const STAMP = 'sources.json';

/** @param {string} root the package's folder @returns {import('./built.d.mts').Stamp | undefined} of the last build */
export function readStamp(root) {
  try {
    return JSON.parse(readFileSync(join(root, BUILD, STAMP), 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} root @param {readonly string[]} files paths below `root` @returns {import('./built.d.mts').Seen} */
export function see(root, files) {
  return Object.fromEntries(files.map((file) => [file, mark(join(root, file))]));
}

/** Are the files what they were? One that has been removed is not. @param {string} root @param {import('./built.d.mts').Seen} seen */
export function unchanged(root, seen) {
  return Object.entries(seen).every(([file, then]) => mark(join(root, file)) === then);
}

/** Size and time of the last change: what git, too, trusts in for a file that it has seen. @param {string} path */
function mark(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.size} ${stat.mtimeMs}` : 'none';
}
