/** A question that was looked up in the state: what would be right, and which wrong answers tell a mistake. */

export interface Asked {
  /** What is asked for, e.g. `the ifindex of eth0 in namespace client`. */
  readonly what: string;
  /** What an answer looks like, e.g. `a number`. */
  readonly form: string;
  readonly right: readonly string[];
  /** Answers that somebody gives who looked at the wrong thing, with what they are. */
  readonly near: readonly { readonly value: string; readonly words: string }[];
  /** Command, as typed on the host, that shows the learner the right answer. */
  readonly command: string;
  /** What was typed in the form of `right`, or undefined when it cannot be an answer. */
  normalise(typed: string): string | undefined;
  /** Absent: the texts must be equal. */
  same?(a: string, b: string): boolean;
  /** Said behind "that is not ..." when no near miss fits. */
  hint?(value: string): string;
}

/** `12`, `12:`, `if12`, `@if12`, `ifindex 12` -> `12` */
export function wholeNumber(typed: string): string | undefined {
  const [, digits] = /^(?:(?:ifindex|inode)\s*[:=]?\s*|@?if)?(\d+)[:.]?$/i.exec(typed.trim()) ?? [];
  return digits?.replace(/^0+(?=\d)/, '');
}
