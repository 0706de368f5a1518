/** Text that fits: what a learner calls things may be long, or no letters at all. Pure. */
import { TEXT, type TextSize } from './sizes.ts';

/** Advance of a character by size: 0.602 em in most monospaced fonts (DejaVu, Menlo, SF Mono), 0.61 to be safe. */
const ADVANCE = 0.61;
/** Characters of East Asian scripts and pictographs take two places; combining ones are counted, too. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{3fffd}]/u;

/** Nearly all text is that, and needs no look at each character. */
const PLAIN = /^[\x20-\x7e]*$/;

const cells = (char: string): number => (WIDE.test(char) ? 2 : 1);

export function textWidth(text: string, size: TextSize): number {
  let sum = PLAIN.test(text) ? text.length : 0;
  if (sum === 0) for (const char of text) sum += cells(char);
  return Math.ceil(sum * ADVANCE * TEXT[size]);
}

/** The text, or its beginning and `…`; '' where not even that has room. */
export function shorten(text: string, width: number, size: TextSize): string {
  const shown = visible(text);
  if (textWidth(shown, size) <= width) return shown;
  const room = Math.floor(width / (ADVANCE * TEXT[size])) - 1;
  if (room < 1) return '';
  let [sum, kept] = [0, ''];
  for (const char of shown) {
    sum += cells(char);
    if (sum > room) break;
    kept += char;
  }
  return `${kept}…`;
}

/**
 * Control characters, characters that turn the direction of writing, and what XML 1.0 cannot hold (section 2.2), by their
 * numbers: an interface may have any name without `/`, `:` and white space, a namespace any name of a file.
 */
export function visible(text: string): string {
  return PLAIN.test(text)
    ? text
    : text.replace(UNSEEN, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/gu;
