/**
 * Opens the page in a browser. Every user of a machine may read every command line, so the link stands in none: the
 * browser is given a file that only this user can read and that leads to the link. A browser that may not read it
 * (some are confined to the home) opens nothing, and there is still the printed link.
 */
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makePageFolder, pageFolder } from './page-folder.ts';

/** On a desktop; elsewhere the printed link is enough, so a failure is no error. */
export function openPage(link: string): void {
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const folder = makePageFolder();
  if (folder === undefined) return;
  const file = redirectIn(folder, portOf(link));
  // The link is of our own making: it has nothing in it that HTML would read otherwise.
  const page = `<!doctype html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=${link}">
<title>Wirebook</title>
<p><a href="${link}">Open Wirebook</a>
`;
  try {
    rmSync(file, { force: true });
    writeFileSync(file, page, { mode: 0o600, flag: 'wx' });
  } catch {
    return;
  }
  const child = spawn('xdg-open', [pathToFileURL(file).href], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

/** Once its link is used, or the server ends. */
export function forgetRedirect(port: number): void {
  const folder = pageFolder();
  if (folder !== undefined) rmSync(redirectIn(folder, port), { force: true });
}

const redirectIn = (folder: string, port: number): string => join(folder, `${port}.html`);

/** A URL leaves the port away when it is the scheme's own. */
export function portOf(link: string): number {
  return Number(new URL(link).port || 80);
}
