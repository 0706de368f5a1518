/** Runs vagrant and tells what it says. Knows no words of its messages; troubles.ts does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { SandboxError, UsageError } from '../../errors.ts';
import { ROOT } from '../../package-root.mjs';
import { patient } from '../../slowdown.ts';
import { vagrantTrouble } from './troubles.ts';

export interface VagrantPlace {
  /** The program. */
  readonly program: string;
  /** Where the Vagrantfile is. */
  readonly folder: string;
  /** Where vagrant keeps what it knows of its machines. */
  readonly dotfiles: string;
  /** Do the machines' processors exist in software only (WIREBOOK_TCG=1)? */
  readonly emulated: boolean;
  /** What vagrant must be told by its environment to find them. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Beyond that it is a mistake: each lab is four machines. */
const MOST_LABS = 16;

/**
 * A place for each lab's machines (WIREBOOK_LABS, 1 if absent), with the Vagrantfile of this repository; VAGRANT_CWD and
 * VAGRANT_DOTFILE_PATH say otherwise, as they do for vagrant itself. What further labs have lies in the first one's folder.
 */
export function vagrantPlaces(env: NodeJS.ProcessEnv): [VagrantPlace, ...VagrantPlace[]] {
  const folder = env.VAGRANT_CWD ?? join(ROOT, 'vagrant');
  const first = {
    program: 'vagrant',
    folder,
    dotfiles: resolve(folder, env.VAGRANT_DOTFILE_PATH ?? '.vagrant'),
    emulated: env.WIREBOOK_TCG === '1',
  };
  const more = Array.from({ length: labsIn(env) - 1 }, (_, index) => {
    const dotfiles = join(first.dotfiles, `lab-${index + 2}`);
    return { ...first, dotfiles, env: { VAGRANT_DOTFILE_PATH: dotfiles } };
  });
  return [first, ...more];
}

function labsIn({ WIREBOOK_LABS: text = '1' }: NodeJS.ProcessEnv): number {
  const labs = /^\d+$/.test(text) ? Number(text) : 0;
  if (labs >= 1 && labs <= MOST_LABS) return labs;
  throw new UsageError(
    `WIREBOOK_LABS=${text}: not a number of labs`,
    `It is how many labs have machines of their own, 1 to ${MOST_LABS}; four machines of 512 MiB each.`,
  );
}

/** After Ctrl-C vagrant tidies up what it has begun. */
const INTERRUPT_MS = 60_000;
const WORDS_KEPT = 64 * 1024;

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
}

export class Vagrant {
  readonly #place: VagrantPlace;
  readonly #running = new Set<Running>();
  #stopped = false;

  constructor(place: VagrantPlace) {
    this.#place = place;
  }

  /**
   * Standard output of `vagrant WORDS`; it has `deadlineMs` times this machine's slowdown. Throws SandboxError with what it complained of and the remedy.
   * @param onLine each line of its output, without the machine's arrow
   */
  async run(words: readonly string[], deadlineMs: number, onLine?: (line: string) => void): Promise<string> {
    if (this.#stopped) throw new SandboxError('interrupted');
    const child = spawn(this.#place.program, words, {
      cwd: this.#place.folder,
      env: { ...process.env, VAGRANT_CHECKPOINT_DISABLE: '1', ...this.#place.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // Ctrl-C is passed on by us, once
    });
    let out = '';
    let all = '';
    const hear = (text: string): void => {
      all = (all + text).slice(-WORDS_KEPT);
      for (const line of text.split('\n')) if (line.trim()) onLine?.(line.replace(/^\s*(==>|-->)?\s*/, ''));
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      hear(text);
    });
    child.stderr.setEncoding('utf8').on('data', hear);
    const status = new Promise<number | null>((resolve) => {
      child.once('error', (error) => {
        all += error.message;
        resolve(null);
      });
      child.once('close', resolve);
    });
    const running = { child, ended: status.then(() => {}) };
    this.#running.add(running);
    let late = false;
    const waitMs = patient(deadlineMs);
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGINT');
    }, waitMs);
    const ended = await status;
    clearTimeout(timer);
    this.#running.delete(running);
    if (this.#stopped) throw new SandboxError('interrupted');
    if (late) {
      const minutes = Math.round(waitMs / 60_000);
      throw new SandboxError(`vagrant ${words[0]} was not ready within ${minutes} minutes`);
    }
    if (ended !== 0) throw vagrantTrouble(words, all);
    return out;
  }

  /** Ends what is running, as Ctrl-C would. Who waits for it gets a SandboxError. */
  async interrupt(): Promise<void> {
    if (this.#running.size === 0) return;
    this.#stopped = true;
    await Promise.all([...this.#running].map(ended));
    this.#stopped = false;
  }
}

async function ended({ child, ended: end }: Running): Promise<void> {
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), patient(INTERRUPT_MS));
  await end;
  clearTimeout(timer);
}
