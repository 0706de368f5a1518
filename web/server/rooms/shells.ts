/**
 * The shells of one room's hosts: started with the lab, followed for their state and for commands that end, and watched
 * for being replaced, so that whoever shows one can show its successor. Knows nothing of sockets.
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
  readonly onTrouble: (error: unknown) => void;
}

/** Somebody who shows a shell. */
export interface Attachment {
  readonly session: Promise<TerminalSession>;
  detach(): void;
}

interface Attached {
  readonly host: HostName;
  readonly onReplaced: () => void;
  session?: TerminalSession;
}

export class Shells {
  readonly #options: ShellsOptions;
  readonly #followed = new Map<HostName, { session: TerminalSession; unfollow: () => void }>();
  readonly #attached = new Set<Attached>();

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

  /** @param onReplaced the shell is another one now: detach, and attach again to see it */
  attach(host: HostName, onReplaced: () => void): Attachment {
    const attached: Attached = { host, onReplaced };
    this.#attached.add(attached);
    const session = this.#options.sessionWhenever(host).then((found) => {
      attached.session = found;
      return found;
    });
    return { session, detach: () => this.#attached.delete(attached) };
  }

  /** Follows none any more, and tells whoever shows one. */
  stop(): void {
    for (const { unfollow } of this.#followed.values()) unfollow();
    this.#followed.clear();
    for (const { onReplaced } of [...this.#attached]) onReplaced();
  }

  #follow(host: HostName, session: TerminalSession): void {
    const before = this.#followed.get(host);
    if (before?.session === session) return;
    before?.unfollow();
    const { onState, onCommandEnded } = this.#options;
    const offs = [
      session.on('state', (state) => onState(host, state)),
      session.on('command', () => onCommandEnded()),
    ];
    this.#followed.set(host, { session, unfollow: () => offs.forEach((off) => void off()) });
    onState(host, session.state);
    for (const attached of [...this.#attached]) {
      if (attached.host === host && attached.session && attached.session !== session) attached.onReplaced();
    }
  }
}
