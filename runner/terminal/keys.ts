/** What the terminal's keys are to the kernel and to bash. Pure. */

/** Ctrl-C, Ctrl-\ and Ctrl-Z, while ISIG of termios(3) is set. */
export const SIGNALS = [0x03, 0x1c, 0x1a];

/** One key by itself that is a signal. Amid a paste it may be text like any other. */
export function isSignal(keys: Uint8Array): boolean {
  return keys.length === 1 && SIGNALS.includes(keys[0] as number);
}

/** Where the first of the wanted keys is; -1 when nowhere. */
export function firstOf(wanted: readonly number[], keys: Uint8Array): number {
  const found = wanted.map((key) => keys.indexOf(key)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}
