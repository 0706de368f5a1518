/** Markdown as lines for a terminal: paragraphs wrapped, lists indented, tables in columns. Pure; knows nothing of steps. */
import wrapAnsi from 'wrap-ansi';
import type { Token } from '../chapter/markdown.ts';
import { type Ink, inlineText } from './inline.ts';
import { tableLines } from './table.ts';

export interface Sheet {
  /** Columns that a line may take. */
  readonly width: number;
  readonly ink: Ink;
}

/** What stands before a block's lines: a list's bullet before the first, blanks before the others. */
interface Margin {
  readonly first: string;
  readonly rest: string;
  used: boolean;
}

const CODE_INDENT = '    ';

/** @returns lines without an empty one at either end */
export function typeset(tokens: readonly Token[], sheet: Sheet): string[] {
  const setter = new Setter(sheet);
  for (const token of tokens) setter.take(token);
  return setter.lines;
}

class Setter {
  readonly lines: string[] = [];
  readonly #sheet: Sheet;
  readonly #margins: Margin[] = [];
  /** Of each list that is open: the number of its next item; undefined where it has bullets. */
  readonly #lists: (number | undefined)[] = [];
  #heading = 0;
  #gap = false;
  /** Of the table that is open. */
  #rows: string[][] | undefined;

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
  }

  take(token: Token): void {
    switch (token.type) {
      case 'heading_open':
        this.#heading = Number(token.tag.slice(1));
        this.#gap = true;
        return;
      case 'heading_close':
        this.#heading = 0;
        this.#gap = true;
        return;
      case 'bullet_list_open':
        this.#lists.push(undefined);
        return;
      case 'ordered_list_open':
        this.#lists.push(Number(token.attrGet('start') ?? 1));
        return;
      case 'bullet_list_close':
      case 'ordered_list_close':
        this.#lists.pop();
        this.#gap = this.#lists.length === 0;
        return;
      case 'list_item_open':
        this.#margins.push(this.#bullet());
        return;
      case 'blockquote_open':
        this.#margins.push({ first: '│ ', rest: '│ ', used: false });
        return;
      case 'list_item_close':
      case 'blockquote_close':
        this.#margins.pop();
        return;
      case 'paragraph_close':
        // Items of a tight list stand line by line.
        this.#gap ||= !token.hidden;
        return;
      case 'table_open':
        this.#rows = [];
        return;
      case 'tr_open':
        this.#rows?.push([]);
        return;
      case 'table_close':
        this.#table(this.#rows ?? []);
        this.#rows = undefined;
        return;
      case 'inline':
        this.#inline(token);
        return;
      case 'fence':
      case 'code_block':
        this.#code(token.content);
        return;
      case 'hr':
        this.#block([this.#sheet.ink.dim('─'.repeat(this.#room))]);
        return;
    }
  }

  /** Columns left of the margins. */
  get #room(): number {
    const taken = this.#margins.reduce((sum, { rest }) => sum + rest.length, 0);
    return Math.max(20, this.#sheet.width - taken);
  }

  #bullet(): Margin {
    const number = this.#lists.at(-1);
    const first = number === undefined ? '• ' : `${number}. `;
    if (number !== undefined) this.#lists[this.#lists.length - 1] = number + 1;
    return { first, rest: ' '.repeat(first.length), used: false };
  }

  #inline(token: Token): void {
    const { ink } = this.#sheet;
    const text = inlineText(token.children ?? [], ink);
    const row = this.#rows?.at(-1);
    if (row) row.push(text);
    else if (this.#heading > 0) this.#headingLines(text);
    else this.#write(wrapAnsi(text, this.#room).split('\n'));
  }

  #headingLines(text: string): void {
    const { ink } = this.#sheet;
    const lines = wrapAnsi(ink.bold(text), this.#room).split('\n');
    if (this.#heading > 2) this.#write(lines);
    else this.#write([...lines, ink.dim((this.#heading === 1 ? '═' : '─').repeat(this.#room))]);
  }

  #code(content: string): void {
    const { ink } = this.#sheet;
    this.#block(
      content
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => CODE_INDENT + ink.cyan(line)),
    );
  }

  #table(rows: readonly (readonly string[])[]): void {
    this.#block(tableLines(rows, this.#room, this.#sheet.ink));
  }

  /** Lines with an empty one on both sides. */
  #block(lines: readonly string[]): void {
    this.#gap = true;
    this.#write(lines);
    this.#gap = true;
  }

  #write(lines: readonly string[]): void {
    if (this.#gap && this.lines.length > 0)
      this.lines.push(
        this.#margins
          .map(({ rest }) => rest)
          .join('')
          .trimEnd(),
      );
    this.#gap = false;
    for (const line of lines) this.lines.push((this.#margin() + line).trimEnd());
  }

  #margin(): string {
    return this.#margins
      .map((margin) => {
        const text = margin.used ? margin.rest : margin.first;
        margin.used = true;
        return text;
      })
      .join('');
  }
}
