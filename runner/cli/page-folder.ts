/** The folder for what belongs to pages that are served, by port: the socket that gives links, the file that opens one. */
import { lstatSync, mkdirSync } from 'node:fs';
import { stateBase } from '../sandbox/namespaces/kept-sandboxes.ts';

/**
 * Below /tmp anybody could have made it first, and would then read links or give false ones.
 * @returns undefined when it is not there, or others may enter it
 */
export function pageFolder(): string | undefined {
  const folder = `${stateBase()}-page`;
  try {
    const stat = lstatSync(folder);
    const own = stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0;
    return own ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** The same, made when it is not there. */
export function makePageFolder(): string | undefined {
  try {
    mkdirSync(`${stateBase()}-page`, { recursive: true, mode: 0o700 });
  } catch {
    // Then it is not there, or not ours.
  }
  return pageFolder();
}
