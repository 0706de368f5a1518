/** Prose: the tokens of a chapter's parse to HTML, raw HTML as text. Knows nothing of steps, exercises or the page around it. */
import MarkdownIt from 'markdown-it';
import anchor from 'markdown-it-anchor';
import { headingAnchor } from '../../../runner/chapter/heading-anchor.ts';
import { plainWords, type Token } from '../../../runner/chapter/markdown.ts';
import { percentDecoded } from '../../../runner/chapter/percent.ts';
import { escapeHtml } from './escape.ts';
import { highlight } from './highlight.ts';
import { chapterPath } from './paths.ts';
import { type MarkedWords, markWords } from './words.ts';

interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

/** What is shared by all pieces of prose of one page: heading ids are unique in it, headings are collected in it. */
export interface Prose {
  readonly ids: Set<string>;
  /** The number that the next heading of the same words gets. */
  readonly repeated: Map<string, number>;
  /**
   * All ids begin with it. Ids of headings are lower-case words joined by hyphens, so what has an underscore in its id is no
   * heading of a chapter: a hint's heading, a part of the page.
   */
  readonly scope: string;
  readonly headings: Heading[];
  /** Put in for `$NAME` in running text; code keeps the name, because the learner's shell knows it. */
  readonly variables: Readonly<Record<string, string>>;
  /** The glossary's words, marked at their first use; absent: none are. */
  readonly words?: MarkedWords;
}

export function newProse(variables: Readonly<Record<string, string>> = {}, scope = ''): Prose {
  return { ids: new Set(), repeated: new Map(), scope, headings: [], variables };
}

function uniqueSlug(text: string, { ids, scope, repeated }: Prose): string {
  const base = scope + (headingAnchor(text) || 'section');
  let id = base;
  let n = repeated.get(base) ?? 2;
  for (; ids.has(id); n += 1) id = `${base}-${n}`;
  // The next heading of these words goes on from here: looking from 2 again takes the square of their number.
  repeated.set(base, n);
  ids.add(id);
  return id;
}

/** Finishes tokens that are parsed already (typographic quotes, anchors), and renders them. */
const md = new MarkdownIt({ typographer: true });
md.use(anchor, {
  slugifyWithState: (text, state) => uniqueSlug(text, (state.env as { prose: Prose }).prose),
  permalink: anchor.permalink.headerLink({ safariReaderFix: true }),
  tabIndex: false,
});
md.core.ruler.enableOnly(['replacements', 'smartquotes', 'anchor']);
// No chapter with raw HTML is ever loaded; should one be, the reader sees the text.
md.renderer.rules.html_block = (tokens, index) => `<p>${escapeHtml(tokens[index]?.content ?? '')}</p>\n`;
md.renderer.rules.html_inline = (tokens, index) => escapeHtml(tokens[index]?.content ?? '');

md.renderer.rules.fence = (tokens, index) => {
  const token = tokens[index];
  const language = token?.info.trim().split(/\s+/)[0] ?? '';
  const code = highlight(token?.content ?? '', language);
  return `<pre class="code" tabindex="0"><code class="language-${escapeHtml(language || 'text')}">${code}</code></pre>\n`;
};
md.renderer.rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
md.renderer.rules.table_close = () => '</table></div>\n';

/** Another chapter, as chapters link to each other so that GitHub follows it, too: `../02-pods/chapter.md#names`. */
const CHAPTER_LINK = /^\.\.\/([^/]+)\/(?:chapter\.md)?(#.*)?$/;

md.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  const token = tokens[index];
  const href = String(token?.attrGet('href') ?? '');
  const [, encoded = '', place = ''] = CHAPTER_LINK.exec(href) ?? [];
  const chapter = percentDecoded(encoded);
  if (chapter) token?.attrSet('href', chapterPath(chapter) + place);
  else if (!href.startsWith('#')) token?.attrSet('rel', 'noopener');
  return self.renderToken(tokens, index, options);
};

/** Puts the learner's numbers into running text. Only text tokens: code, links and attributes stay as written. */
function putVariables(tokens: readonly Token[], variables: Prose['variables']): void {
  for (const token of tokens) {
    if (token.type === 'text') {
      token.content = token.content.replace(/\$([A-Z][A-Z0-9_]*)/g, (name, key) => variables[key] ?? name);
    }
    if (token.children) putVariables(token.children, variables);
  }
}

/** The chapter's own tokens are shared by all of its pages. */
function copyOf(tokens: readonly Token[]): Token[] {
  return tokens.map((token) => {
    const copy: Token = Object.assign(Object.create(Object.getPrototypeOf(token)), token);
    if (token.attrs) copy.attrs = token.attrs.map(([name, value]) => [name, value]);
    if (token.children) copy.children = copyOf(token.children);
    return copy;
  });
}

/**
 * Prose as part of a page. `dropTitle` leaves out a first-level heading: the page prints the chapter's title itself.
 * `wordless`: no words are marked, because a link has no place there.
 */
export function renderProse(
  source: readonly Token[],
  prose: Prose,
  options: { dropTitle?: boolean; wordless?: boolean } = {},
): string {
  const env = { prose };
  const state = new md.core.State('', md, env);
  const title = source.findIndex((token) => token.type === 'heading_open' && token.tag === 'h1');
  state.tokens = copyOf(
    options.dropTitle && title >= 0 ? [...source.slice(0, title), ...source.slice(title + 3)] : source,
  );
  md.core.process(state);
  if (prose.words && !options.wordless) {
    markWords(
      state.tokens,
      prose.words,
      (nesting) => new state.Token(nesting > 0 ? 'word_open' : 'word_close', 'a', nesting),
    );
  }
  putVariables(state.tokens, prose.variables);
  for (const [index, token] of state.tokens.entries()) {
    if (token.type !== 'heading_open') continue;
    const text = plainWords(state.tokens[index + 1]);
    prose.headings.push({ level: Number(token.tag.slice(1)), id: String(token.attrGet('id') ?? ''), text });
  }
  return md.renderer.render(state.tokens, md.options, env);
}

/** A hint of an exercise or question. Raw HTML comes out as text. @param index from 0 */
export function renderHint(tokens: readonly Token[], item: string, index: number): string {
  return renderProse(tokens, newProse({}, `hint_${item}_${index + 1}_`));
}
