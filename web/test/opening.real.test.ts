/** `wirebook serve` opens a browser: what other users of the machine can see of that, and where a real Chromium comes out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { ROOT } from '../../runner/package-root.mjs';
import { temporaryFolder } from '../server/testing/folder.ts';
import { openBrowser } from './browser.ts';

/** In the place of the desktop's: says what it was asked to open, and stays as long as the server, as a browser does. */
const OPENER = `#!/bin/sh
printf '%s' "$1" > "$OPENED.new" && mv "$OPENED.new" "$OPENED"
tail --pid=$PPID -f /dev/null
`;

interface Desktop {
  readonly child: ChildProcess;
  /** The printed link. */
  readonly link: URL;
  /** What a browser was told to open. */
  readonly opened: string;
}

async function serveOnDesktop(): Promise<Desktop> {
  const folder = temporaryFolder();
  const opened = join(folder, 'opened');
  writeFileSync(join(folder, 'xdg-open'), OPENER, { mode: 0o755 });
  const child = spawn(
    process.execPath,
    [join(ROOT, 'runner/cli/wirebook.mjs'), 'serve', '--port', '0', '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        PATH: `${folder}:${process.env.PATH}`,
        DISPLAY: ':0',
        OPENED: opened,
        XDG_DATA_HOME: folder,
        XDG_RUNTIME_DIR: folder,
      },
    },
  );
  onTestFinished(() => end(child));
  const link = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(JSON.parse(String(line)).url));
    child.once('exit', (status) => reject(new Error(`wirebook serve ended with ${status}`)));
  });
  await expect.poll(() => existsSync(opened)).toBe(true);
  return { child, link: new URL(link), opened: readFileSync(opened, 'utf8') };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null && child.kill('SIGTERM')) await ended;
}

/** As `ps` shows them to everybody (proc_pid_cmdline(5)). */
function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return []; // ended meanwhile
      }
    });
}

test('the token is in no command line and in no file of others, and the file that has it goes with its use', async () => {
  const { link, opened } = await serveOnDesktop();
  const token = link.searchParams.get('token') ?? '';
  const lines = commandLines();
  expect(lines.filter((line) => line.includes('/xdg-open'))).not.toEqual([]);
  expect(lines.filter((line) => line.includes(token))).toEqual([]);
  expect(opened).toMatch(/^file:\/\//);
  const file = fileURLToPath(opened);
  expect(readFileSync(file, 'utf8')).toContain(token);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);

  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(opened);
  await page.waitForURL(`${link.origin}/`);
  await page.getByRole('heading', { name: 'How Kubernetes wires a cluster' }).waitFor();
  expect(await page.evaluate(() => localStorage.getItem('wirebook.key'))).toMatch(/^[\w-]{43}$/);
  expect(existsSync(file)).toBe(false);
});

test('a link that was not used leaves no file behind its server', async () => {
  const { child, opened } = await serveOnDesktop();
  const file = fileURLToPath(opened);
  expect(existsSync(file)).toBe(true);
  await end(child);
  expect(existsSync(file)).toBe(false);
});
