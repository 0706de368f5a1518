/**
 * From a stretch of terminal output that nobody will see: the sequences that outlast it (modes, the alternate screen,
 * margins, character sets, the last colour). Pure. Sequences as in xterm's ctlseqs.
 */

const LASTING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  /\x1b(?:(c)|\[([?>]?)([\d;]{0,60})([hl])|(\[[\d;:]{0,60}m)|(\[[\d;]{0,60}r)|([()][0AB])|([=>])|(\[!p))/g;
/** Terminals know some dozens of modes; a flood of made-up ones must not be kept for ever. */
const MOST = 100;

/** @returns what to feed instead of `output`; empty for plain text. */
export function modesOf(output: Buffer): Buffer {
  /** The last sequence of each kind, in the order in which they came. */
  const kept = new Map<string, string>();
  const keep = (kind: string, sequence: string) => {
    kept.delete(kind);
    kept.set(kind, sequence);
    if (kept.size > MOST) kept.delete(kept.keys().next().value as string);
  };
  for (const found of output.toString('latin1').matchAll(LASTING)) {
    const [sequence, reset, mark, numbers, set, colour, margins, charset, keypad] = found;
    if (reset !== undefined) {
      kept.clear();
      keep('reset', sequence);
    } else if (set !== undefined) {
      for (const number of (numbers ?? '').split(';'))
        keep(`mode ${mark}${number}`, `\x1b[${mark}${number}${set}`);
    } else if (colour !== undefined) keep('colour', sequence);
    else if (margins !== undefined) keep('margins', sequence);
    else if (charset !== undefined) keep(`charset ${charset[0]}`, sequence);
    else if (keypad !== undefined) keep('keypad', sequence);
    else keep('soft reset', sequence);
  }
  return Buffer.from([...kept.values()].join(''), 'latin1');
}
