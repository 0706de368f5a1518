/**
 * From a stretch of terminal output that nobody will see: the sequences that outlast it (modes, the alternate screen,
 * margins, character sets, the last colour). Pure. Sequences as in xterm's ctlseqs.
 */

const LASTING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  /^\x1b(?:(c)|\[([?>]?)([\d;]*)([hl])|(\[[\d;:]*m)|(\[[\d;]*r)|([()][0AB])|([=>])|(\[!p))/;
const ESCAPE = 0x1b;
const LONGEST = 64;

/** @returns what to feed instead of `output`; empty for plain text. */
export function modesOf(output: Buffer): Buffer {
  /** The last sequence of each kind, in the order in which they came. */
  let kept = new Map<string, string>();
  const keep = (kind: string, sequence: string) => {
    kept.delete(kind);
    kept.set(kind, sequence);
  };
  for (let at = output.indexOf(ESCAPE); at >= 0; at = output.indexOf(ESCAPE, at + 1)) {
    const found = LASTING.exec(output.toString('latin1', at, at + LONGEST));
    if (found === null) continue;
    const [sequence, reset, mark, numbers, set, colour, margins, charset, keypad] = found;
    if (reset !== undefined) kept = new Map([['reset', sequence]]);
    else if (set !== undefined) {
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
