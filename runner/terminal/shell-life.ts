/**
 * Keeps a host supplied with a shell: starts one, starts another when it ends, and stops when shells end as soon as
 * they start. Knows nothing of what they print.
 */
import type { HostName, Sandbox } from '../sandbox/driver.ts';
import { patient } from '../slowdown.ts';
import { type Shell, type ShellHandlers, startShell } from './shell.ts';

/** A shell that ends unasked: so long until the next, in ms times the host's slowdown; after the fifth end, none. A host that is being rebuilt is back before. */
const PAUSES_MS = [0, 100, 300, 900, 2700];
const DEATHS_WITHIN_MS = 5_000;

export interface LifeHandlers extends Omit<ShellHandlers, 'exit'> {
  started(): void;
  /** It ended, and another one comes. `why` is a phrase: "ended with status 3"; absent when the one before ended so, too. */
  ended(status: number | null, why?: string): void;
  /** It ended, and no other comes unless `start` is called. */
  gaveUp(status: number | null, why: string): void;
}

export class ShellLife {
  shell: Shell | undefined;
  /** Somebody has given the present shell something to do: it is not to blame for its end. */
  asked = false;
  readonly #open: (handlers: ShellHandlers) => Promise<Shell>;
  readonly #on: LifeHandlers;
  readonly #slowdown: number;
  #deaths: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(sandbox: Sandbox, host: HostName, size: { columns: number; rows: number }, on: LifeHandlers) {
    this.#open = (handlers) => startShell(sandbox, host, size, handlers);
    this.#on = on;
    this.#slowdown = sandbox.slowdown;
  }

  async start(): Promise<void> {
    try {
      const shell = await this.#open({
        bytes: (chunk) => this.#closed || this.#on.bytes(chunk),
        mark: (mark) => this.#closed || this.#on.mark(mark),
        drained: () => this.#closed || this.#on.drained(),
        exit: (status) => this.#ended(status, `ended with status ${status}`),
      });
      if (this.#closed) return shell.close();
      this.shell = shell;
      this.asked = false;
      this.#on.started();
    } catch (error) {
      this.#ended(null, `could not be started (${error instanceof Error ? error.message : String(error)})`);
    }
  }

  /** @param hungUp resolves when the shell has been told; its pty is closed after that. */
  close(hungUp: Promise<void>): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    const { shell } = this;
    this.shell = undefined;
    // Whatever it still prints must not stop it.
    shell?.resume();
    void hungUp.then(() => shell?.close());
  }

  #ended(status: number | null, why: string): void {
    this.shell = undefined;
    if (this.#closed) return;
    const now = performance.now();
    const recent = patient(DEATHS_WITHIN_MS, this.#slowdown);
    this.#deaths = this.asked ? [] : [...this.#deaths.filter((at) => now - at < recent), now];
    this.asked = false;
    const pause = PAUSES_MS[this.#deaths.length];
    if (pause === undefined) {
      this.#deaths = [];
      this.#on.gaveUp(status, why);
      return;
    }
    this.#on.ended(status, this.#deaths.length > 1 ? undefined : why);
    this.#timer = setTimeout(() => void this.start(), patient(pause, this.#slowdown));
  }
}
