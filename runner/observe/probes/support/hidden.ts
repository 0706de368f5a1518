/**
 * Runs commands in a host or namespace of the sandbox, unseen by the learner, and tells a missing namespace from a missing tool.
 * Judges nothing.
 */
import type { Readable } from 'node:stream';
import { hostOf } from '../../../../checks/network/topology.ts';
import type { ProbeFailed } from '../../../../checks/probes/failed.ts';
import type { Origin } from '../../../../checks/probes/origin.ts';
import type { HostAccess, LabProcess } from '../../../sandbox/driver.ts';
import { patient } from '../../../slowdown.ts';

/** The runner could not make the traffic; turned into a ProbeFailed. */
export class GeneratorFailed extends Error {
  readonly result: ProbeFailed;

  constructor(reason: string, originMissing = false) {
    super(reason);
    this.result = { probe: 'failed', reason, originMissing };
  }
}

/**
 * Runs a command in the origin, unseen by the learner, and gives its standard output. `deadlineMs` is multiplied by the
 * host's slowdown.
 * @throws GeneratorFailed when the origin does not exist, the command fails, or the deadline passes
 */
export async function runHidden(
  sandbox: HostAccess,
  origin: Origin,
  argv: readonly string[],
  input: string,
  deadlineMs: number,
): Promise<string> {
  const child = openHidden(sandbox, origin, argv);
  const waitMs = patient(deadlineMs, sandbox.slowdown);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new GeneratorFailed(`${argv[0]} did not end within ${waitMs / 1000} s`)),
      waitMs,
    );
  });
  try {
    child.stdin?.on('error', () => {}); // EPIPE: it ended without reading; its status tells
    child.stdin?.end(input);
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', (cause) => reject(new GeneratorFailed(cause.message)));
      child.once('close', resolve);
    });
    const whole = Promise.all([ended, read(child.stdout), read(child.stderr)]);
    // What holds its pipes open after the end of the command must not hold up a verdict.
    const [status, output, complaints] = await Promise.race([whole, late]);
    if (status === 0) return output;
    throw complaint(complaints, argv[0] ?? '', status, origin);
  } finally {
    clearTimeout(timer);
    endHidden(child);
  }
}

/** Ends a hidden command with all that it started, and listens to it no longer. */
export function endHidden(child: LabProcess): void {
  // SIGTERM: the driver's wrapper ends the command's process group before itself, so that no orphan is left.
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  for (const stream of child.stdio) stream?.destroy();
}

/**
 * Starts a command in the origin, unseen by the learner; the caller ends it.
 * @throws GeneratorFailed
 */
export function openHidden(
  sandbox: HostAccess,
  { host, netns }: Origin,
  argv: readonly string[],
): LabProcess {
  if (!hostOf(sandbox.topology, host)) throw new GeneratorFailed(`this sandbox has no host ${host}`);
  if (netns !== undefined && !/^[^/\s]+$/.test(netns))
    throw new GeneratorFailed(`not a namespace's name: ${netns}`);
  return sandbox.open(host, argv, netns);
}

/** Words of entrance.pl: nothing has the name, or it is a file but no network namespace. */
const NO_FILE = /^wirebook: cannot enter \S+: no network namespace is named/m;
const NO_NAMESPACE =
  /^wirebook: cannot enter \S+: (?:\S+ is a file, but no network namespace|setns\(.*Invalid argument)/m;

/** Why a hidden command failed, by its standard error. */
export function complaint(
  text: string,
  command: string,
  status: number | null,
  { host, netns }: Origin,
): GeneratorFailed {
  if (netns !== undefined && NO_FILE.test(text)) {
    return new GeneratorFailed(`${host} has no network namespace named ${netns}`, true);
  }
  if (netns !== undefined && NO_NAMESPACE.test(text)) {
    return new GeneratorFailed(`/run/netns/${netns} on ${host} is a file, but no network namespace`, true);
  }
  const last = text.trim().split('\n').at(-1);
  return new GeneratorFailed(
    `${command} ended with ${status === null ? 'a signal' : `status ${status}`}${last ? `: ${last}` : ''}`,
  );
}

/** No answer of a generator is longer; nor is a list of what a lab that works remembers. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/**
 * Everything that a stream gives, as text.
 * @throws GeneratorFailed when it is too much
 */
export async function read(stream: Readable | null): Promise<string> {
  let text = '';
  stream?.setEncoding('utf8');
  for await (const piece of stream ?? []) {
    text += String(piece);
    if (text.length > MOST_CHARACTERS) throw new GeneratorFailed('it printed more than 8 MiB');
  }
  return text;
}
