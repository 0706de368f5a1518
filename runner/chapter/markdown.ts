/**
 * The Markdown of chapters: CommonMark with tables and `:::` containers. A chapter is parsed once, and its tokens are kept:
 * lint, page and replay walk them. Knows nothing of steps or exercises.
 */
import MarkdownIt from 'markdown-it';
import container from 'markdown-it-container';

export type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number];

/** The one container rule: any `:::` with words after it. Which names exist is decided later, to name the mistake. */
export const CONTAINER = 'box';

/** Raw HTML becomes tokens of its own, so that lint finds it; the page shows such a token as text. */
const markdown = new MarkdownIt({ html: true });
markdown.use(container, CONTAINER, { validate: (words: string) => words.trim() !== '' });

/** Link reference definitions hold for all of the text, wherever they stand. */
export function parseMarkdown(source: string): readonly Token[] {
  return markdown.parse(source, {});
}

/** @param line 1-based, where the text stands @returns the inline token of one line of text */
export function parseLine(text: string, line: number): Token {
  const [inline] = markdown.parseInline(text, {}) as [Token];
  inline.map = [line - 1, line];
  return inline;
}

/** Block tokens and the inline tokens in them, each with its 1-based line. */
export function withLines(tokens: readonly Token[]): { readonly token: Token; readonly line: number }[] {
  let line = 1;
  return tokens.flatMap((token) => {
    if (token.map) line = token.map[0] + 1;
    let inner = line;
    const children = (token.children ?? []).map((child) => {
      const place = { token: child, line: inner };
      if (child.type === 'softbreak' || child.type === 'hardbreak') inner += 1;
      return place;
    });
    return [{ token, line }, ...children];
  });
}

/** Words without marks. @param inline the token after a heading's first, or an image */
export function plainWords(inline: Token | undefined): string {
  const shown = (inline?.children ?? []).filter(({ type }) => type === 'text' || type === 'code_inline');
  return shown.map(({ content }) => content).join('');
}
