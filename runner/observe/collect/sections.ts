/** What collect.pl printed, cut at its marks. Knows the marks, not what stands between them. Pure. */

const MARK = '\u001e';

export interface RawSection {
  /** `host`, or the inode of a network namespace. */
  readonly where: string;
  readonly name: string;
  /** Exit status of the tool. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The mark that ends an answer, on both outputs. The nonce is new for each question, so no output can hold it by chance or design. */
export function lastMark(nonce: string): string {
  return `${MARK}${nonce} host done 0\n`;
}

/** @throws Error when the two outputs do not carry the same marks in the same order. */
export function cutSections(nonce: string, stdout: string, stderr: string): RawSection[] {
  const out = cut(nonce, stdout);
  const err = cut(nonce, stderr);
  if (out.length !== err.length) throw new Error('the marks on both outputs differ');
  return out.map(({ mark, text }, index) => {
    const other = err[index];
    const [, where, name, status] = /^(\S+) (\S+) (\d+)$/.exec(mark) ?? [];
    if (other?.mark !== mark || where === undefined || name === undefined)
      throw new Error(`a mark cannot be read: ${mark}`);
    return { where, name, status: Number(status), stdout: text, stderr: other.text };
  });
}

function cut(nonce: string, output: string): { mark: string; text: string }[] {
  const pieces = output.split(`${MARK}${nonce} `);
  const sections: { mark: string; text: string }[] = [];
  let text = pieces[0] ?? '';
  for (const piece of pieces.slice(1)) {
    const end = piece.indexOf('\n');
    if (end === -1) throw new Error('the last mark is cut short');
    sections.push({ mark: piece.slice(0, end), text });
    text = piece.slice(end + 1);
  }
  return sections;
}
