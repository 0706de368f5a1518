/**
 * A chapter's text cut along its structure: containers, the fences that mean something, and the prose between them.
 * Knows where things stand and whether they are closed; not which containers or attributes exist.
 *
 * On GitHub, which knows no containers, a `:::` line is a paragraph of its own words and everything inside is ordinary
 * Markdown; the braces after a fence's language are not shown; ```output and ```yaml are plain code blocks. So a
 * chapter reads top to bottom there, hints included, without anything of ours.
 */

import type { Problems } from '../yaml/problems.ts';
import { CONTAINER, parseMarkdown, type Token } from './markdown.ts';

interface ProseNode {
  readonly type: 'prose';
  /** None where it only defines links. */
  readonly tokens: readonly Token[];
  /** 1-based line of its first line that is not blank. */
  readonly line: number;
}
export interface FenceNode {
  readonly type: 'fence';
  /** First word of the info string. */
  readonly language: string;
  /** The rest of the info string, and the 1-based column where it starts. */
  readonly rest: string;
  readonly column: number;
  readonly token: Token;
  /** 1-based lines of the opening and closing fence. */
  readonly line: number;
  readonly endLine: number;
}
export interface ContainerNode {
  readonly type: 'container';
  readonly name: string;
  readonly rest: string;
  readonly column: number;
  readonly line: number;
  readonly children: readonly OutlineNode[];
}
export type OutlineNode = ProseNode | FenceNode | ContainerNode;

/** Languages that a reader takes for a command line. */
const SHELLS = ['sh', 'bash', 'shell', 'zsh', 'console', 'terminal'];

/** Whether a fence is part of the structure; any other (json, text, c...) is prose. */
export function isStructural(info: string): boolean {
  const { language, rest } = splitInfo(info);
  if (SHELLS.includes(language) || language === 'output') return true;
  return rest.startsWith('{') || (/^ya?ml$/.test(language) && rest !== '');
}

function splitInfo(info: string): { readonly language: string; readonly rest: string } {
  // In two steps: one pattern for all of it would go back and forth over a long run of blanks.
  const words = info.trim();
  const language = /^[^\s{]*/.exec(words)?.[0] ?? '';
  return { language, rest: words.slice(language.length).trim() };
}

/** @param body the chapter with its front matter blanked out, so that lines are the file's */
export function outline(body: string, problems: Problems): OutlineNode[] {
  const tokens = parseMarkdown(body);
  const lines = body.split('\n');
  const builder = new OutlineBuilder(lines, problems);
  for (const token of tokens) if (token.type === 'fence') builder.checkFenceClosed(token);
  return builder.nodes(tokens, 0, lines.length, undefined);
}

class OutlineBuilder {
  readonly #lines: readonly string[];
  readonly #problems: Problems;

  constructor(lines: readonly string[], problems: Problems) {
    this.#lines = lines;
    this.#problems = problems;
  }

  /** @param from @param to the lines (0-based, end excluded) that these tokens stand in */
  nodes(
    tokens: readonly Token[],
    from: number,
    to: number,
    parent: { readonly colons: number; readonly words: string; readonly end: number } | undefined,
  ): OutlineNode[] {
    const nodes: OutlineNode[] = [];
    /** Where the prose began that is not a node yet: its first line, its first token. */
    let proseFrom = from;
    let proseToken = 0;
    const prose = (untilLine: number, untilToken: number): void => {
      const node = this.#prose(proseFrom, untilLine, tokens.slice(proseToken, untilToken));
      if (node) nodes.push(node);
    };
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index] as Token;
      const end = endOf(tokens, index);
      const [start, stop] = token.map ?? [0, 0];
      if (token.type === 'fence' && isStructural(token.info)) {
        prose(start, index);
        nodes.push(this.#fence(token));
        proseFrom = stop;
        proseToken = end + 1;
      } else if (token.type === `container_${CONTAINER}_open`) {
        prose(start, index);
        this.#checkContainer(token, parent);
        const { name, rest, column } = this.#opening(token);
        const inner = { colons: token.markup.length, words: `${token.markup} ${name}`, end: stop };
        const children = this.nodes(tokens.slice(index + 1, end), start + 1, stop, inner);
        nodes.push({ type: 'container', name, rest, column, line: start + 1, children });
        proseFrom = this.#closes(stop, token.markup.length) ? Math.min(stop + 1, to) : stop;
        proseToken = end + 1;
      }
      index = end;
    }
    prose(to, tokens.length);
    return nodes;
  }

  checkFenceClosed(token: Token): void {
    const [start, stop] = token.map ?? [0, 0];
    const last = (this.#lines[stop - 1] ?? '').replace(/^[\s>]+/, '').trimEnd();
    const mark = token.markup[0] ?? '`';
    // Without its closing line a fence goes on to the closing line of the next one, whose opening line is then in it.
    const swallowed = token.content.split('\n').findIndex((text) => {
      const [, marks = '', info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(text) ?? [];
      return marks.length >= token.markup.length && marks[0] === mark && isStructural(info);
    });
    if (swallowed >= 0) {
      this.#problems.add(
        start + 1,
        `the code fence is not closed by ${token.markup} before line ${start + 2 + swallowed}, which opens another`,
      );
      return;
    }
    if (stop - 1 > start && last.length >= token.markup.length && last === mark.repeat(last.length)) return;
    this.#problems.add(
      start + 1,
      `the code fence is not closed by ${token.markup} (a line of colons in it ends the container around it: give that more colons)`,
    );
  }

  #fence(token: Token): FenceNode {
    const [start, stop] = token.map ?? [0, 0];
    const { language, rest } = splitInfo(token.info);
    const column = columnOf(this.#lines[start] ?? '', rest);
    return { type: 'fence', language, rest, column, token, line: start + 1, endLine: stop };
  }

  #opening(token: Token): { name: string; rest: string; column: number } {
    const { language: name, rest } = splitInfo(token.info);
    return { name, rest, column: columnOf(this.#lines[token.map?.[0] ?? 0] ?? '', rest) };
  }

  /** Outer containers have more colons than inner ones: else the first closing line closes the outer one. */
  #checkContainer(
    token: Token,
    parent: { readonly colons: number; readonly words: string; readonly end: number } | undefined,
  ): void {
    const [start, stop] = token.map ?? [0, 0];
    const colons = token.markup.length;
    const { name } = this.#opening(token);
    if (parent && colons >= parent.colons) {
      this.#problems.add(
        start + 1,
        `${token.markup} ${name} is inside "${parent.words}", which must have more colons than what is inside it`,
      );
    } else if (!this.#closes(stop, colons) || parent?.end === stop) {
      this.#problems.add(start + 1, `${token.markup} ${name} is not closed: no line ${token.markup} follows`);
    }
  }

  #closes(line: number, colons: number): boolean {
    const text = (this.#lines[line] ?? '').trim();
    return text.length >= colons && /^:+$/.test(text);
  }

  /** What stands between two structural nodes, in the lines from `from` to before `to`; undefined when they are blank. */
  #prose(from: number, to: number, tokens: readonly Token[]): ProseNode | undefined {
    let first: number | undefined;
    for (let line = from; line < to; line += 1) {
      const text = this.#lines[line] ?? '';
      if (text.trim() === '') continue;
      first ??= line;
      if (/^\s*\t/.test(text)) this.#problems.add(line + 1, 'the line is indented by a tab; use spaces');
    }
    return first === undefined ? undefined : { type: 'prose', tokens, line: first + 1 };
  }
}

/** Index of the token that closes the one at `index`; itself when it opens nothing. */
function endOf(tokens: readonly Token[], index: number): number {
  let depth = 0;
  for (let end = index; end < tokens.length; end++) {
    depth += tokens[end]?.nesting ?? 0;
    if (depth <= 0) return end;
  }
  return tokens.length - 1;
}

function columnOf(line: string, rest: string): number {
  return rest === '' ? line.length + 1 : line.lastIndexOf(rest) + 1;
}
