/** `wirebook shell`: a terminal in a fresh sandbox of a chapter. */
import type { Command } from 'commander';
import { SandboxError, UsageError } from '../../errors.ts';
import type { HostName } from '../../sandbox/driver.ts';
import { chosenChapter } from '../chosen-chapters.ts';
import { chosenDriver } from '../chosen-driver.ts';
import type { Context } from '../context.ts';
import { freshLab } from '../fresh-lab.ts';
import { chaptersFolder } from '../options.ts';
import { runForPerson } from '../own-terminal.ts';
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
  const chapter = await chosenChapter(chaptersFolder(command), name);
  const host = pickHost(chapter.hosts, options.host);
  const progress = progressLine(context);
  const driver = chosenDriver(options, context);
  const lab = await freshLab(chapter, context, { driver, seed: options.seed, progress });
  if (options.at) await lab.bringTo(options.at, { onProgress: (what) => progress.show(what) });
  progress.clear();
  const ended = runForPerson(lab.sandbox.shell(host, ['bash', '-i']), context.cleanup);
  process.exitCode = await ended.catch((cause) => {
    throw new SandboxError(`The shell on ${host} did not start.`, { cause });
  });
}

export function pickHost(hosts: readonly HostName[], wanted: string | undefined): HostName {
  const host = wanted === undefined ? hosts[0] : hosts.find((candidate) => candidate === wanted);
  if (!host) throw new UsageError(`The chapter has no host ${wanted}.`, `Its hosts: ${hosts.join(', ')}`);
  return host;
}
