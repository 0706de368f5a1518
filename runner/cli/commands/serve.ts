/** `wirebook serve`: the page, on loopback, behind a one-time link. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { KINDS } from '../../../checks/kinds/index.ts';
import { serve as startServer } from '../../../web/server/serve.ts';
import { loadChapters } from '../../chapter/load.ts';
import { SandboxError } from '../../errors.ts';
import { openLab } from '../../lab/open.ts';
import { chosenDriver } from '../chosen-driver.ts';
import type { Context } from '../context.ts';
import { chaptersFolder } from '../options.ts';
import type { SandboxOptions } from '../sandbox-options.ts';

export interface Options extends SandboxOptions {
  readonly port: number;
  readonly host: string;
  readonly open: boolean;
  readonly json?: boolean;
}

export async function serve(context: Context, options: Options, command: Command): Promise<void> {
  const driver = chosenDriver(options, context);
  const trouble = (await driver.probe()).filter(({ verdict }) => verdict === 'missing');
  const [first] = trouble;
  if (first) {
    throw new SandboxError(
      `This machine cannot run labs: ${trouble.map(({ feature, found }) => `${feature}: ${found}`).join('; ')}`,
      { remedy: first.remedy ?? 'More: npx wirebook doctor' },
    );
  }
  const server = await startServer({
    port: options.port,
    host: options.host,
    chapters: await loadChapters(chaptersFolder(command)),
    kinds: KINDS,
    openLab: (chapter, seed, onProgress) => openLab(chapter, { driver, seed, kinds: KINDS, onProgress }),
    room: driver.room,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  context.cleanup.add(() => server.close());
  if (options.json) context.print(JSON.stringify({ url: server.url }));
  else {
    context.print(`Wirebook is at ${context.paint.bold(server.url)}`);
    context.print(context.paint.dim('The link opens once. Ctrl-C ends the server and its sandboxes.'));
    if (process.stdin.isTTY) {
      context.print(context.paint.dim('Press Enter for another link.'));
      createInterface({ input: process.stdin }).on('line', () => context.print(server.freshUrl()));
    }
  }
  if (options.open) openBrowser(server.url);
  // Serves until a signal ends it; the cleanup then closes the server.
  await new Promise<never>(() => {});
}

/** Opens a browser on a desktop; elsewhere the printed link is enough, so a failure is no error. */
function openBrowser(url: string): void {
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const child = spawn('xdg-open', [url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
