/**
 * One resident collector process on one host, asked by lines and answering in marked sections. Started at the first
 * question and again after it died. Knows nothing of what the sections hold.
 */
import { randomBytes } from 'node:crypto';
import type { Depth } from '../../../checks/network/state/network-state.ts';
import type { LabProcess } from '../../sandbox/driver.ts';
import { cutSections, lastMark, type RawSection } from './sections.ts';

/** What may be printed for one collection. A learner can make tables of any length. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/** The process ended before it had answered. */
class Ended extends Error {}

export class HostProcess {
  readonly #open: () => LabProcess;
  #child: LabProcess | undefined;

  /** @param open starts the process; its stdio must be three pipes. */
  constructor(open: () => LabProcess) {
    this.#open = open;
  }

  /**
   * One collection. A process that had died, or dies over this question, is started anew once.
   * @throws Error that says why there is no answer: within `deadlineMs` milliseconds, or at all.
   */
  async ask(depth: Depth, deadlineMs: number): Promise<RawSection[]> {
    const until = Date.now() + deadlineMs;
    try {
      return await this.#ask(depth, until, deadlineMs);
    } catch (thrown) {
      if (!(thrown instanceof Ended)) throw thrown;
      return await this.#ask(depth, until, deadlineMs);
    }
  }

  close(): void {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return;
    // SIGTERM, since the child may be a wrapper that first ends the script: an orphan would be left to the machine's init,
    // and until that has reaped it the lab host's pid namespace cannot end.
    child.stdin?.end();
    child.kill('SIGTERM');
  }

  #ask(depth: Depth, until: number, deadlineMs: number): Promise<RawSection[]> {
    const child = this.#running();
    const nonce = randomBytes(16).toString('hex');
    const end = lastMark(nonce);
    const { stdin, stdout, stderr } = child;
    if (!stdin || !stdout || !stderr) throw new Error('the collector was started without pipes');
    return new Promise((resolve, reject) => {
      let out = '';
      let err = '';
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        stdout.off('data', onOut);
        stderr.off('data', onErr);
        child.off('exit', onExit);
        child.off('error', onError);
        settle();
      };
      const give = (error: Error) => {
        this.close();
        finish(() => reject(error));
      };
      const look = () => {
        if (out.length + err.length > MOST_CHARACTERS)
          return give(new Error('its state is longer than 8 MiB: too much to look at'));
        if (!out.endsWith(end) || !err.endsWith(end)) return;
        try {
          const sections = cutSections(nonce, out, err);
          finish(() => resolve(sections));
        } catch (thrown) {
          give(thrown instanceof Error ? thrown : new Error(String(thrown)));
        }
      };
      const onOut = (text: string) => {
        out += text;
        look();
      };
      const onErr = (text: string) => {
        err += text;
        look();
      };
      const onExit = () =>
        give(new Ended(`the collector ended: ${err.trim().split('\n').at(-1) || 'without a word'}`));
      const onError = (error: Error) => give(new Error(`the collector cannot be started: ${error.message}`));
      const timer = setTimeout(
        () => give(new Error(`the host did not answer within ${deadlineMs / 1000} s`)),
        Math.max(0, until - Date.now()),
      );
      stdout.on('data', onOut);
      stderr.on('data', onErr);
      child.on('exit', onExit);
      child.on('error', onError);
      stdin.write(`${nonce} ${depth}\n`);
    });
  }

  #running(): LabProcess {
    const running = this.#child;
    if (running && running.exitCode === null && running.signalCode === null) return running;
    const child = this.#open();
    this.#child = child;
    child.stdout?.setEncoding('utf8');
    child.stderr?.setEncoding('utf8');
    // A question to a process that just died: `exit` tells it, the broken pipe need not.
    child.stdin?.on('error', () => {});
    // Between questions nobody listens; an unheard `error` would end this process.
    child.on('error', () => {});
    return child;
  }
}
