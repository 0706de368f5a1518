/**
 * The Markdown of chapters: CommonMark with tables, footnotes and `:::` containers, raw HTML off. Gives tokens;
 * knows nothing of steps or exercises.
 */
import MarkdownIt from 'markdown-it';
import container from 'markdown-it-container';
import footnote from 'markdown-it-footnote';

export type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number];

/** What a parse learns beside its tokens. */
export interface MarkdownEnv {
  /** Link reference definitions by normalised label. */
  references?: Record<string, { readonly href: string; readonly title?: string }>;
  /** Footnote definitions: `:label`. */
  footnotes?: { refs?: Record<string, number> };
}

/** The one container rule: any `:::` with words after it. Which names exist is decided later, to name the mistake. */
export const CONTAINER = 'box';

const markdown = new MarkdownIt({ html: false });
markdown.use(footnote);
// Footnote definitions stay where they are written, so that they keep their lines.
markdown.core.ruler.disable('footnote_tail');
markdown.use(container, CONTAINER, { validate: (words: string) => words.trim() !== '' });

/** Only to find what `html: false` prints as text, and what GitHub would swallow. */
const withHtml = new MarkdownIt({ html: true });

export function parseMarkdown(source: string): {
  readonly tokens: readonly Token[];
  readonly env: MarkdownEnv;
} {
  const env = {};
  return { tokens: markdown.parse(source, env), env };
}

/** The label under which a link reference is found. */
export function normalLabel(label: string): string {
  return markdown.utils.normalizeReference(label);
}

/** Raw HTML, with the 1-based line of the text. `<http://...>` is a link and not HTML. */
export function findHtml(source: string): { readonly line: number; readonly html: string }[] {
  return withLines(withHtml.parse(source, {})).flatMap(({ token, line }) =>
    token.type === 'html_block' || token.type === 'html_inline'
      ? [{ line, html: token.content.trim().split('\n')[0] ?? '' }]
      : [],
  );
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
