/**
 * The shells of one session's hosts: started with the lab, followed for their state and for commands that end, and handed
 * to whoever shows one, again when it was replaced. Knows nothing of sockets.
 */
import type { HostName } from '../../../runner/sandbox/driver.ts';
import type { ShellState, TerminalSession } from '../../../runner/terminal/session.ts';

export interface ShellsOptions {
  readonly hosts: readonly HostName[];
  /** The host's present shell, started when it is not. */
  readonly session: (host: HostName) => Promise<TerminalSession>;
  /** The same, but waits for better times when there is no sandbox. */
  readonly sessionWhenever: (host: HostName) => Promise<TerminalSession>;
  readonly onState: (host: HostName, state: ShellState) => void;
  readonly onCommandEnded: () => void;
  /** The learner pressed Enter in one of them. */
  readonly onTyped: () => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Somebody who shows a shell. */
export interface Attachment {
  /** The host's present shell, as soon as there is one. When it has closed: the one that takes its place. */
  session(): Promise<TerminalSession>;
  detach(): void;
}

export class Shells {
  readonly #options: ShellsOptions;
  readonly #followed = new Map<HostName, { session: TerminalSession; unfollow: () => void }>();
  readonly #attached = new Set<{ readonly onStopped: () => void }>();

  constructor(options: ShellsOptions) {
    this.#options = options;
  }

  get attached(): number {
    return this.#attached.size;
  }

  states(): { host: HostName; state: ShellState }[] {
    return [...this.#followed].map(([host, { session }]) => ({ host, state: session.state }));
  }

  /** Starts the shells that are not there yet and follows those that are new. */
  start(): void {
    for (const host of this.#options.hosts) {
      this.#options.session(host).then(
        (session) => this.#follow(host, session),
        (error) => this.#options.onTrouble(error),
      );
    }
  }

  /** @param onStopped these shells end, and no others take their place */
  attach(host: HostName, onStopped: () => void): Attachment {
    const attached = { onStopped };
    this.#attached.add(attached);
    return {
      session: () => this.#options.sessionWhenever(host),
      detach: () => this.#attached.delete(attached),
    };
  }

  /** Follows none any more, and tells whoever shows one. */
  stop(): void {
    for (const { unfollow } of this.#followed.values()) unfollow();
    this.#followed.clear();
    for (const { onStopped } of [...this.#attached]) onStopped();
  }

  #follow(host: HostName, session: TerminalSession): void {
    const before = this.#followed.get(host);
    if (before?.session === session) return;
    before?.unfollow();
    const { onState, onCommandEnded, onTyped } = this.#options;
    const offs = [
      session.on('state', (state) => onState(host, state)),
      session.on('command', () => onCommandEnded()),
      session.on('typed', () => onTyped()),
    ];
    this.#followed.set(host, { session, unfollow: () => offs.forEach((off) => void off()) });
    onState(host, session.state);
  }
}
