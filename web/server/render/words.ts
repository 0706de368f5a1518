/** Marks the words of the glossary in a chapter's running text: each where it stands first. Knows nothing of HTML. */
import { type GlossaryEntry, wordAnchor } from '../../../runner/chapter/glossary.ts';
import type { WordFinder } from '../../../runner/chapter/glossary-words.ts';
import type { Token } from '../../../runner/chapter/markdown.ts';
import { flatText, paragraphs } from '../../../runner/chapter/running-text.ts';

/** The words that a page has come to so far. */
export interface MarkedWords {
  readonly find: WordFinder;
  /** In the order of their first use. */
  readonly used: GlossaryEntry[];
}

/** Id of the explanation; the underscore keeps it apart from headings (`Prose.scope`). */
export function meaningId({ word }: GlossaryEntry): string {
  return `word_${wordAnchor(word)}`;
}

/** A link from the word to its explanation begins, or ends. */
type MakeToken = (nesting: 1 | -1) => Token;

interface Mark {
  readonly entry: GlossaryEntry;
  readonly number: number;
  readonly from: number;
  readonly to: number;
}

/** Changes the tokens that it is given. @param make a token of the type that renders as a link */
export function markWords(tokens: readonly Token[], words: MarkedWords, make: MakeToken): void {
  for (const paragraph of paragraphs(tokens)) {
    const children = paragraph.children ?? [];
    const { text, starts } = flatText(children);
    const marks: Mark[] = [];
    for (const { entry, from, to } of words.find(text)) {
      if (words.used.includes(entry)) continue;
      marks.push({ entry, from, to, number: words.used.push(entry) });
    }
    if (marks.length === 0) continue;
    paragraph.children = children.flatMap((child, index) => pieces(child, starts[index] ?? 0, marks, make));
  }
}

/** A token of text, cut where a word begins or ends. A word begins and ends in text, if not always in the same token. */
function pieces(child: Token, start: number, marks: readonly Mark[], make: MakeToken): Token[] {
  const end = start + child.content.length;
  const here = marks.filter(({ from, to }) => child.type === 'text' && from < end && to > start);
  if (here.length === 0) return [child];
  const found: Token[] = [];
  let done = start;
  const textUpTo = (to: number): void => {
    if (to > done) found.push(withContent(child, child.content.slice(done - start, to - start)));
    done = to;
  };
  for (const { entry, number, from, to } of here) {
    if (from >= start) {
      textUpTo(from);
      const link = make(1);
      link.attrSet('class', 'word');
      link.attrSet('href', `#${meaningId(entry)}`);
      link.attrSet('role', 'doc-noteref');
      link.attrSet('aria-describedby', meaningId(entry));
      link.attrSet('data-number', String(number));
      found.push(link);
    }
    textUpTo(Math.min(to, end));
    if (to <= end) found.push(make(-1));
  }
  textUpTo(end);
  return found;
}

function withContent(token: Token, content: string): Token {
  return Object.assign(Object.create(Object.getPrototypeOf(token)), token, { content });
}
