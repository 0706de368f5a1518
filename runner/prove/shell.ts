/**
 * Takes a bash script apart into its commands, as far as mutating it needs: where each begins and ends, what is inside
 * it, where comments and here-documents are. Pure. Knows nothing of what commands do, nor of proofs.
 * Grammar: bash(1), SHELL GRAMMAR. What it does not know (coproc, select) it takes for simple commands.
 */
import { endOfWord, type Word } from './shell-words.ts';

/** Half-open: the character at `end` is the first one outside. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ShellCommand extends Span {
  /** A pipeline of simple commands, or a loop, if, case, group, function. */
  readonly shape: 'simple' | 'compound';
  /** The commands inside, in order; for a simple command those of `sh -c '...'`. */
  readonly inner: readonly ShellCommand[];
  /** What a while or until asks: without it, the loop has another meaning or no end. */
  readonly condition: boolean;
  /** Separates the lists inside (then and else): commands of one list are neighbours. */
  readonly list: number;
  readonly words: readonly Word[];
}

interface HereDocument {
  /** Offset of its `<<`. */
  readonly operator: number;
  /** The lines between, without the line that ends it. */
  readonly body: Span;
  /** Body and the line that ends it. */
  readonly whole: Span;
}

export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  readonly comments: readonly (Span & { readonly alone: boolean })[];
  readonly hereDocuments: readonly HereDocument[];
}

/** @param part where in the text the script stands, when it is not all of it; offsets are the text's */
export function parseShell(text: string, part: Span = { start: 0, end: text.length }): ShellScript {
  const parser = new Parser(text, part.start, part.end);
  return {
    commands: parser.commands([]),
    comments: parser.comments,
    hereDocuments: parser.hereDocuments,
  };
}

const ENDS = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}']);

class Parser {
  readonly comments: (Span & { alone: boolean })[] = [];
  readonly hereDocuments: HereDocument[] = [];
  readonly #text: string;
  readonly #end: number;
  #at: number;
  /** Behind the last word, redirection or bracket: blanks and comments are no part of a command. */
  #tokenEnd = 0;
  #lists = 0;
  /** Seen on this line, with their bodies still to come. */
  #pending: { operator: number; delimiter: string; tabs: boolean }[] = [];

  constructor(text: string, start: number, end: number) {
    this.#text = text;
    this.#at = start;
    this.#end = end;
  }

  /** Until one of the words (or a bracket) that ends this list; does not pass over it. */
  commands(until: readonly string[], condition = false): ShellCommand[] {
    const found: ShellCommand[] = [];
    const list = ++this.#lists;
    for (;;) {
      this.#separators();
      if (this.#at >= this.#end || this.#char() === ')') return found;
      const word = this.#peekWord();
      if (until.includes(word) || ENDS.has(word)) return found;
      if (/^;[;&]/.test(this.#text.slice(this.#at, this.#at + 2))) return found;
      const before = this.#at;
      found.push(this.#pipeline(list, condition));
      // A script that bash would refuse must not hold us up.
      if (this.#at === before) this.#at += 1;
    }
  }

  #pipeline(list: number, condition: boolean): ShellCommand {
    const start = this.#at;
    const inner: ShellCommand[] = [];
    const words: Word[] = [];
    let compound = false;
    let end = start;
    for (;;) {
      if (this.#peekWord() === '!') {
        this.#at += 1;
        this.#blanks();
      }
      compound = this.#command(inner, words) || compound;
      end = Math.max(start, this.#tokenEnd);
      this.#blanks();
      const bar = /^\|(?!\|)&?/.exec(this.#text.slice(this.#at, this.#at + 2))?.[0];
      if (bar === undefined) break;
      this.#at += bar.length;
      this.#newlines();
    }
    return { start, end, shape: compound ? 'compound' : 'simple', inner, condition, list, words };
  }

  /** One command of a pipeline; true when it holds others by the grammar. */
  #command(inner: ShellCommand[], words: Word[]): boolean {
    const take = (...until: string[]) => inner.push(...this.commands(until));
    const word = this.#peekWord();
    switch (word) {
      case 'if':
        this.#at += 2;
        take('then');
        while (['then', 'elif', 'else'].includes(this.#peekWord())) {
          this.#at += this.#peekWord().length;
          take('then', 'elif', 'else', 'fi');
        }
        return this.#closedBy('fi');
      case 'while':
      case 'until':
        this.#at += 5;
        inner.push(...this.commands(['do'], true));
        return this.#loopBody(inner);
      case 'for':
        this.#at += 3;
        this.#untilDo();
        return this.#loopBody(inner);
      case 'case':
        return this.#case(inner);
      case '{':
        this.#at += 1;
        take('}');
        return this.#closedBy('}');
      case 'function':
        this.#at += 8;
        this.#blanks();
        this.#at += this.#peekWord().length;
        this.#blanks();
        this.#at += /^\(\s*\)/.exec(this.#text.slice(this.#at))?.[0].length ?? 0;
        this.#newlines();
        return this.#command(inner, []);
    }
    if (this.#text.startsWith('((', this.#at)) {
      this.#token(endOfWord(this.#text, this.#at, this.#end));
      return false;
    }
    if (/^\[\[\s/.test(this.#text.slice(this.#at, this.#at + 3))) {
      const close = this.#text.indexOf(' ]]', this.#at);
      this.#token(close < 0 ? this.#end : close + 3);
      this.#words();
      return false;
    }
    if (this.#char() === '(') {
      this.#at += 1;
      take();
      return this.#closedBy(')');
    }
    const definition = /^[\w.:-]+[ \t]*\([ \t]*\)/.exec(this.#text.slice(this.#at, this.#end))?.[0];
    if (definition) {
      this.#at += definition.length;
      this.#newlines();
      this.#command(inner, []);
      return true;
    }
    const own = this.#words();
    words.push(...own);
    inner.push(...this.#quotedScript(own));
    return false;
  }

  #loopBody(inner: ShellCommand[]): boolean {
    this.#separators();
    if (this.#peekWord() === 'do') this.#at += 2;
    inner.push(...this.commands(['done']));
    return this.#closedBy('done');
  }

  #untilDo(): void {
    this.#blanks();
    while (this.#at < this.#end && this.#peekWord() !== 'do') {
      const char = this.#char();
      if (char === ';' || char === '\n') this.#at += 1;
      else this.#at = Math.max(this.#at + 1, endOfWord(this.#text, this.#at, this.#end));
      this.#blanks();
    }
  }

  #case(inner: ShellCommand[]): boolean {
    this.#at += 4;
    while (this.#at < this.#end && this.#peekWord() !== 'in') {
      this.#blanks();
      this.#at = Math.max(this.#at + 1, endOfWord(this.#text, this.#at, this.#end));
      this.#newlines();
    }
    this.#at += 2;
    for (;;) {
      this.#separators();
      if (this.#at >= this.#end || this.#peekWord() === 'esac') return this.#closedBy('esac');
      const close = this.#text.indexOf(')', this.#at);
      this.#at = close < 0 ? this.#end : close + 1;
      inner.push(...this.commands(['esac']));
      this.#at += /^;;&?|^;&/.exec(this.#text.slice(this.#at, this.#at + 3))?.[0].length ?? 0;
    }
  }

  /** The closing word, and the redirections behind it. */
  #closedBy(word: string): boolean {
    this.#separators();
    if (this.#text.startsWith(word, this.#at)) this.#token(this.#at + word.length);
    this.#words();
    return true;
  }

  #token(end: number): void {
    this.#at = end;
    this.#tokenEnd = end;
  }

  /** The words of a simple command, redirections included, up to what ends it. */
  #words(): Word[] {
    const words: Word[] = [];
    for (;;) {
      this.#blanks();
      if (this.#at >= this.#end) return words;
      const rest = this.#text.slice(this.#at, this.#end);
      const here = /^\d*<<(-?)(?!<)[ \t]*/.exec(rest);
      if (here) {
        const operator = this.#at;
        this.#at += here[0].length;
        const from = this.#at;
        this.#token(endOfWord(this.#text, this.#at, this.#end));
        const delimiter = this.#text.slice(from, this.#at).replace(/['"\\]/g, '');
        this.#pending.push({ operator, delimiter, tabs: here[1] === '-' });
        continue;
      }
      const redirection = /^(?:\d*(?:<<<|<>|>>|>&|<&|>\||[<>](?!\())|&>>?)[ \t]*/.exec(rest);
      if (redirection) {
        this.#at += redirection[0].length;
        this.#token(endOfWord(this.#text, this.#at, this.#end));
        continue;
      }
      if (/^[;&|()\n]/.test(rest)) return words;
      const start = this.#at;
      this.#token(Math.max(start + 1, endOfWord(this.#text, start, this.#end)));
      words.push({ start, end: this.#at, text: this.#text.slice(start, this.#at) });
    }
  }

  /** `sh -c 'one; two'`: what stands in single quotes is a script, character by character. */
  #quotedScript(words: readonly Word[]): ShellCommand[] {
    const shell = words.findIndex(({ text }) => /^(\S*\/)?(ba|da)?sh$/.test(text));
    const script = words[shell + 2];
    if (shell < 0 || words[shell + 1]?.text !== '-c' || !script) return [];
    if (!/^'[^']*'$/.test(script.text)) return [];
    const inside = new Parser(this.#text, script.start + 1, script.end - 1);
    const commands = inside.commands([]);
    this.comments.push(...inside.comments);
    return commands.length > 1 ? commands : [];
  }

  #char(): string {
    return this.#text[this.#at] ?? '';
  }

  #peekWord(): string {
    return (
      /^(?:!|[{}](?=[\s;]|$)|\w+(?![^\s;&|()<>]))/.exec(this.#text.slice(this.#at, this.#end))?.[0] ?? ''
    );
  }

  /** Spaces, continued lines and comments; stops at the end of the line. */
  #blanks(): void {
    for (;;) {
      const space = /^(?:[ \t]|\\\n)+/.exec(this.#text.slice(this.#at, this.#end))?.[0];
      this.#at += space?.length ?? 0;
      if (this.#char() !== '#' || this.#at >= this.#end) return;
      const lineEnd = this.#text.indexOf('\n', this.#at);
      const end = lineEnd < 0 || lineEnd > this.#end ? this.#end : lineEnd;
      const lineStart = this.#text.lastIndexOf('\n', this.#at - 1) + 1;
      const alone = this.#text.slice(lineStart, this.#at).trim() === '';
      this.comments.push({ start: this.#at, end, alone });
      this.#at = end;
    }
  }

  #newlines(): void {
    this.#blanks();
    while (this.#at < this.#end && this.#char() === '\n') {
      this.#at += 1;
      this.#readHereDocuments();
      this.#blanks();
    }
  }

  /** Whatever may stand between two commands of a list, but not the `;;` of a case. */
  #separators(): void {
    for (;;) {
      this.#newlines();
      const between = /^(?:&&|\|\||&|;(?![;&]))/.exec(this.#text.slice(this.#at, this.#at + 2))?.[0];
      if (between === undefined) return;
      this.#at += between.length;
    }
  }

  #readHereDocuments(): void {
    for (const { operator, delimiter, tabs } of this.#pending) {
      const start = this.#at;
      for (;;) {
        const newline = this.#text.indexOf('\n', this.#at);
        const lineEnd = newline < 0 ? this.#end : newline;
        const line = this.#text.slice(this.#at, lineEnd);
        const lineStart = this.#at;
        this.#at = Math.min(this.#end, lineEnd + 1);
        const last = this.#at >= this.#end;
        if ((tabs ? line.replace(/^\t+/, '') : line) === delimiter || last) {
          this.hereDocuments.push({
            operator,
            body: { start, end: lineStart },
            whole: { start, end: this.#at },
          });
          break;
        }
      }
    }
    this.#pending = [];
  }
}
