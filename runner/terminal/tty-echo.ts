/**
 * What the kernel's line discipline echoes of keys, while it edits a line for a program (n_tty of Linux; stty(1) with
 * echo echoe echok echoctl echoke onlcr, and the usual control characters). Pure.
 */
import { firstOf, SIGNALS } from './keys.ts';
import type { TtyLook } from './tty-look.ts';

const ERASE = 0x7f;
const KILL = 0x15;
const WORD_ERASE = 0x17;
const REPRINT = 0x12;
const LITERALLY = 0x16;
const END = 0x04;
/** Ctrl-S and Ctrl-Q stop and start the output (IXON). */
const FLOW = [0x13, 0x11];
const TAB = 0x09;
const NEWLINE = 0x0a;
const LINE_ENDS = [0x0d, NEWLINE, END, ...SIGNALS];
const ONE_BACK = '\b \b';

/** Where a program that reads lines gets one, or is stopped: behind Enter, Ctrl-J, Ctrl-D or a signal. 0 when nowhere. */
export function lineEndIn(keys: Uint8Array): number {
  return firstOf(LINE_ENDS, keys) + 1;
}

/** Where the last key that is a signal ends. 0 when there is none. */
export function signalEndIn(keys: Uint8Array): number {
  return Math.max(...SIGNALS.map((key) => keys.lastIndexOf(key))) + 1;
}

/** Follows one line as it is edited. A tab is rubbed out as if the line had begun at the left edge. */
export class TtyEcho {
  #line: number[] = [];
  #literally = false;

  /** The bytes that the terminal prints because of these keys. */
  of(keys: Uint8Array, tty: TtyLook): Buffer {
    if (!tty.echo) return Buffer.alloc(0);
    const echo = [...keys].map((key) => this.#key(key === 0x0d ? NEWLINE : key, tty));
    return Buffer.from(echo.join(''), 'latin1');
  }

  #key(key: number, tty: TtyLook): string {
    if (this.#literally) {
      this.#literally = false;
      return this.#put(key);
    }
    if (FLOW.includes(key)) return '';
    if (tty.signals && SIGNALS.includes(key)) {
      this.#line = [];
      return shown(key);
    }
    if (key === NEWLINE) {
      this.#line = [];
      return '\r\n';
    }
    return tty.canonical ? this.#edit(key, tty.utf8) : shown(key);
  }

  #edit(key: number, utf8: boolean): string {
    switch (key) {
      case END:
        this.#line = [];
        return '';
      case ERASE:
        return this.#rubOut(utf8);
      case KILL:
        return this.#rubOutWhile(() => true, utf8);
      case WORD_ERASE: {
        let inWord = false;
        return this.#rubOutWhile((last) => {
          const letter = /\w/.test(String.fromCharCode(last));
          if (inWord && !letter) return false;
          inWord ||= letter;
          return true;
        }, utf8);
      }
      case REPRINT:
        return `^R\r\n${this.#line.map(shown).join('')}`;
      case LITERALLY:
        this.#literally = true;
        return '^\b';
      default:
        return this.#put(key);
    }
  }

  #put(key: number): string {
    this.#line.push(key);
    return shown(key);
  }

  #rubOutWhile(so: (last: number) => boolean, utf8: boolean): string {
    let echo = '';
    for (let last = this.#line.at(-1); last !== undefined && so(last); last = this.#line.at(-1)) {
      echo += this.#rubOut(utf8);
    }
    return echo;
  }

  #rubOut(utf8: boolean): string {
    let key = this.#line.pop();
    while (utf8 && key !== undefined && continues(key)) key = this.#line.pop();
    if (key === undefined) return '';
    if (key === TAB) return '\b'.repeat(this.#tabWidth(utf8));
    return ONE_BACK.repeat(shown(key).length);
  }

  /** Columns of a tab behind the line. */
  #tabWidth(utf8: boolean): number {
    const before = this.#line.slice(this.#line.lastIndexOf(TAB) + 1);
    const cells = before.map((key) => (utf8 && continues(key) ? 0 : shown(key).length));
    return 8 - (cells.reduce((sum, width) => sum + width, 0) % 8);
  }
}

/** ECHOCTL: control characters in caret form. */
function shown(key: number): string {
  const control = key < 0x20 || key === 0x7f;
  return control && key !== TAB ? `^${String.fromCharCode(key ^ 0x40)}` : String.fromCharCode(key);
}

/** A later byte of a UTF-8 character. */
function continues(key: number): boolean {
  return (key & 0xc0) === 0x80;
}
