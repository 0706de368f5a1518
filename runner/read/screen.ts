/** What a reader needs of the person's terminal. runner/cli has the real one. */
import type { TerminalSession } from '../terminal/session.ts';

/** The reader leaves: by q, Ctrl-C, Ctrl-D, or because the terminal is gone. Thrown by whatever waits for a key. */
export class Left extends Error {}

/** A key that can be pressed, and what it does, in a word or two: `{ key: 's', does: 'skip' }`. */
export interface Key {
  /** One character, or `Enter`. */
  readonly key: string;
  readonly does: string;
}

export interface Screen {
  readonly columns: number;
  /** A screenful at a time: a key shows the next one. */
  print(lines: readonly string[]): Promise<void>;
  /** What is being waited for; gone with the next line that is printed. */
  busy(what: string): void;
  /** Waits for one of these keys; q leaves. @returns the key's name */
  press(keys: readonly Key[]): Promise<string>;
  /** A line that the person types; empty when they think better of it. */
  line(prompt: string): Promise<string>;
  /**
   * While a step works, what it prints is shown as it comes, and the keys go to it: all of them, or only those that are signals.
   * @param work is given what to call when the step's own output begins
   */
  show<T>(
    session: TerminalSession,
    keys: 'all' | 'signals',
    work: (begun: () => void) => Promise<T>,
  ): Promise<T>;
  /** The shell itself, on a screen of its own, until the person comes back or ends it. */
  attach(session: TerminalSession): Promise<void>;
}
