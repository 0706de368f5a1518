/** `wirebook shell`: a terminal in a fresh sandbox of a chapter. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Command } from 'commander';
import { KINDS } from '../../../checks/kinds/index.ts';
import { loadChapter } from '../../chapter/load.ts';
import { SandboxError, UsageError } from '../../errors.ts';
import { openLab } from '../../lab/open.ts';
import type { HostName } from '../../sandbox/driver.ts';
import { chosenDriver } from '../chosen-driver.ts';
import type { Context } from '../context.ts';
import { chaptersFolder } from '../options.ts';
import { progressLine } from '../progress.ts';
import type { SandboxOptions } from '../sandbox-options.ts';

export interface Options extends SandboxOptions {
  readonly host?: string;
  readonly at?: string;
  readonly seed: string;
}

export async function shell(
  context: Context,
  name: string,
  options: Options,
  command: Command,
): Promise<void> {
  const chapter = await loadChapter(chaptersFolder(command), name);
  const host = pickHost(chapter.hosts, options.host);
  const progress = progressLine(context);
  progress.show('building the sandbox');
  const lab = await openLab(chapter, {
    driver: chosenDriver(options, context),
    seed: options.seed,
    kinds: KINDS,
    onProgress: (what) => progress.show(what),
  });
  context.cleanup.add(() => lab.close());
  if (options.at) await lab.bringTo(options.at, { onProgress: (what) => progress.show(what) });
  progress.clear();
  const { file, args, env } = lab.sandbox.shell(host, ['bash', '-i']);
  // Ctrl-C belongs to the shell while it is in the foreground.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  const child = spawn(file, args, { stdio: 'inherit', env });
  const ended = Promise.race([
    once(child, 'exit'),
    once(child, 'error').then(([error]) => {
      throw new SandboxError(`The shell on ${host} did not start.`, { cause: error });
    }),
  ]);
  const [status] = await ended;
  process.off('SIGINT', ignore);
  process.exitCode = typeof status === 'number' ? status : 1;
}

export function pickHost(hosts: readonly HostName[], wanted: string | undefined): HostName {
  const host = wanted === undefined ? hosts[0] : hosts.find((candidate) => candidate === wanted);
  if (!host) throw new UsageError(`The chapter has no host ${wanted}.`, `Its hosts: ${hosts.join(', ')}`);
  return host;
}
