/** `wirebook serve`: the page, on loopback, behind a one-time link. */
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { KINDS } from '../../../checks/kinds/index.ts';
import { serve as startServer } from '../../../web/server/serve.ts';
import { loadChapters, loadCourse, loadGlossary } from '../../chapter/load.ts';
import { SandboxError } from '../../errors.ts';
import type { PreflightResult } from '../../sandbox/driver.ts';
import { openLab } from '../../session/open.ts';
import { chosenDriver } from '../chosen-driver.ts';
import type { Context } from '../context.ts';
import { forgetRedirect, openPage, portOf } from '../open-page.ts';
import { chaptersFolder } from '../options.ts';
import { askForLink, offerLinks } from '../page-link.ts';
import type { SandboxOptions } from '../sandbox-options.ts';

export interface Options extends SandboxOptions {
  readonly port: number;
  readonly host: string;
  readonly open: boolean;
  readonly json?: boolean;
}

export async function serve(context: Context, options: Options, command: Command): Promise<void> {
  const running = await askForLink(options.port);
  if (running !== undefined) return announce(context, options, running, 'is running already, at');
  const driver = chosenDriver(options, context);
  // The first is the cause of most others: without a sandbox nothing in it can be looked at.
  const found = await driver.preflight();
  const [cause, ...others] = found.filter(({ verdict }) => verdict === 'missing');
  if (cause) {
    const remedies = [cause.remedy ?? [], others.length > 0 ? 'More: npx wirebook doctor' : []].flat();
    throw new SandboxError(`This machine cannot run labs: ${cause.feature}: ${cause.found}`, {
      remedy: remedies.join('\n'),
    });
  }
  const server = await startServer({
    port: options.port,
    host: options.host,
    chapters: await loadChapters(chaptersFolder(command)),
    glossary: await loadGlossary(chaptersFolder(command)),
    course: await loadCourse(chaptersFolder(command)),
    kinds: KINDS,
    openLab: (chapter, ours) => openLab(chapter, { driver, kinds: KINDS, ...ours }),
    capacity: driver.capacity,
    notice: uncapped(found),
    log: (line) => process.stderr.write(`${line}\n`),
    onLogin: () => forgetRedirect(port),
  });
  context.cleanup.add(() => server.close());
  const port = portOf(server.url);
  context.cleanup.add(offerLinks(port, () => server.freshUrl()));
  context.cleanup.add(() => forgetRedirect(port));
  announce(context, options, server.url, 'is at');
  if (!options.json) {
    context.print(context.paint.dim('Ctrl-C ends the server and its sandboxes.'));
    if (process.stdin.isTTY) {
      context.print(context.paint.dim('Press Enter for another link.'));
      createInterface({ input: process.stdin }).on('line', () => context.print(server.freshUrl()));
    }
  }
  // Serves until a signal ends it; the cleanup then closes the server.
  await new Promise<never>(() => {});
}

/** Where labs have no cap, whoever works in one should know: it is his memory, too. */
function uncapped(results: readonly PreflightResult[]): string | undefined {
  const cap = results.find(({ feature, verdict }) => feature === 'memory cap' && verdict === 'degraded');
  return cap && `On this machine ${cap.found}. Remedy: ${cap.remedy}`;
}

function announce({ print, paint }: Context, { json, open }: Options, url: string, where: string): void {
  if (json) print(JSON.stringify({ url }));
  else print(`Wirebook ${where} ${paint.bold(url)}\n${paint.dim('The link opens once.')}`);
  if (open) openPage(url);
}
