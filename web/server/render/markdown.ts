/** Prose: Markdown to HTML with raw HTML off. Knows nothing of steps, exercises or the page around it. */
import MarkdownIt from 'markdown-it';
import anchor from 'markdown-it-anchor';
import footnote from 'markdown-it-footnote';
import { percentDecoded } from '../../../runner/chapter/percent.ts';
import { highlight } from './highlight.ts';
import { escapeHtml } from './html.ts';
import { chapterPath } from './paths.ts';

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
   * heading of a chapter: a hint's heading, a footnote, a part of the page.
   */
  readonly scope: string;
  readonly headings: Heading[];
  /** Pieces rendered so far: their footnotes' ids begin with it, so that two pieces' first notes differ. */
  pieces: number;
  /** Put in for `$NAME` in running text; code keeps the name, because the learner's shell knows it. */
  readonly variables: Readonly<Record<string, string>>;
}

export function newProse(variables: Readonly<Record<string, string>> = {}, scope = ''): Prose {
  return { ids: new Set(), repeated: new Map(), scope, headings: [], pieces: 0, variables };
}

function slug(text: string): string {
  const words = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return words === '' ? 'section' : words;
}

function uniqueSlug(text: string, { ids, scope, repeated }: Prose): string {
  const base = scope + slug(text);
  let id = base;
  let n = repeated.get(base) ?? 2;
  for (; ids.has(id); n += 1) id = `${base}-${n}`;
  // The next heading of these words goes on from here: looking from 2 again takes the square of their number.
  repeated.set(base, n);
  ids.add(id);
  return id;
}

const md = new MarkdownIt({ html: false, linkify: false, typographer: true });

md.use(footnote);
// A footnote is named as what it is; the rule above it and the list's place come from the style sheet.
md.renderer.rules.footnote_block_open = () =>
  '<section class="footnotes" aria-label="Footnotes">\n<ol class="footnotes-list">\n';
md.use(anchor, {
  slugifyWithState: (text, state) => uniqueSlug(text, (state.env as { prose: Prose }).prose),
  permalink: anchor.permalink.headerLink({ safariReaderFix: true }),
  tabIndex: false,
});

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

type Token = ReturnType<typeof md.parse>[number];

/** Puts the learner's numbers into running text. Only text tokens: code, links and attributes stay as written. */
function putVariables(tokens: readonly Token[], variables: Prose['variables']): void {
  for (const token of tokens) {
    if (token.type === 'text') {
      token.content = token.content.replace(/\$([A-Z][A-Z0-9_]*)/g, (name, key) => variables[key] ?? name);
    }
    if (token.children) putVariables(token.children, variables);
  }
}

/** Prose as part of a page. `dropTitle` leaves out a first-level heading: the page prints the chapter's title itself. */
export function renderProse(markdown: string, prose: Prose, options: { dropTitle?: boolean } = {}): string {
  prose.pieces += 1;
  const env = { prose, docId: `${prose.scope}_${prose.pieces}` };
  let tokens = md.parse(markdown, env);
  const title = tokens.findIndex((token) => token.type === 'heading_open' && token.tag === 'h1');
  if (options.dropTitle && title >= 0) tokens = [...tokens.slice(0, title), ...tokens.slice(title + 3)];
  putVariables(tokens, prose.variables);
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'heading_open') continue;
    const text = (tokens[index + 1]?.children ?? [])
      .filter((child) => child.type === 'text' || child.type === 'code_inline')
      .map((child) => child.content)
      .join('');
    prose.headings.push({ level: Number(token.tag.slice(1)), id: String(token.attrGet('id') ?? ''), text });
  }
  return md.renderer.render(tokens, md.options, env);
}

/** A hint of an exercise or question. Raw HTML comes out as text; `javascript:` links stay text. @param index from 0 */
export function renderHint(markdown: string, item: string, index: number): string {
  return renderProse(markdown, newProse({}, `hint_${item}_${index + 1}_`));
}
