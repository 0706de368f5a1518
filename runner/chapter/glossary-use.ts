/** Where chapters use the words of the glossary, and whether they explain them before they do. Pure. */

import { knownWords } from '../yaml/nearest.ts';
import type { LintProblem } from '../yaml/problems.ts';
import { Problems } from '../yaml/problems.ts';
import { slugOf } from './chapter-id.ts';
import { type Glossary, type GlossaryEntry, shapesOf } from './glossary.ts';
import { type WordFinder, wordFinder } from './glossary-words.ts';
import { withLines } from './markdown.ts';
import type { Chapter } from './model.ts';
import { proseOf } from './rules.ts';
import { flatText, paragraphs } from './running-text.ts';

/** A word's first use in a chapter. */
interface FirstUse {
  readonly line: number;
  /** It is all that an `*emphasis*` holds: by custom of the book, what it means is said there. */
  readonly emphasised: boolean;
}

/** A chapter, and its file as problems name it. */
export interface ChapterFile {
  readonly chapter: Chapter;
  readonly file: string;
}

/**
 * @param chapters all of the book, in its order
 * @returns entries whose chapter is not there or does not use the word, and words that are used before any chapter explains
 *   them: the one that teaches it, one that the entry names under `before`, or one whose first use is emphasised
 */
export function glossaryProblems(glossary: Glossary, chapters: readonly ChapterFile[]): LintProblem[] {
  const find = wordFinder(glossary.entries);
  const book = chapters.map(({ chapter, file }) => ({
    slug: slugOf(chapter.id),
    file,
    uses: firstUses(chapter, find),
    named: new Set(codeSpans(chapter)),
  }));
  const problems = new Problems(glossary.file);
  const slugs = book.map(({ slug }) => slug);
  const early = glossary.entries.flatMap((entry) => {
    for (const name of [entry.chapter, ...entry.before]) {
      const place = book.find(({ slug }) => slug === name);
      if (!place) {
        problems.add(entry.line, `word "${entry.word}": no chapter ${name}; ${knownWords(name, slugs)}`);
      } else if (!place.uses.has(entry) && !shapesOf(entry).some((shape) => place.named.has(shape))) {
        problems.add(entry.line, `word "${entry.word}" is not in the text of ${name}`);
      }
    }
    return usedTooEarly(entry, book);
  });
  return [...problems.list(), ...early];
}

interface BookChapter {
  readonly slug: string;
  readonly file: string;
  readonly uses: ReadonlyMap<GlossaryEntry, FirstUse>;
  /** What stands between backticks: it is not marked as a word, but a chapter may teach it. */
  readonly named: ReadonlySet<string>;
}

function usedTooEarly(entry: GlossaryEntry, book: readonly BookChapter[]): LintProblem[] {
  const explained = book.findIndex(
    ({ slug, uses }) =>
      slug === entry.chapter || entry.before.includes(slug) || uses.get(entry)?.emphasised === true,
  );
  return book.slice(0, Math.max(0, explained)).flatMap(({ file, uses }) => {
    const use = uses.get(entry);
    if (!use) return [];
    const message = `"${entry.word}" is used before it is explained (${entry.chapter} teaches it): emphasise it here and say what it means`;
    return [{ file, line: use.line, message }];
  });
}

function codeSpans({ blocks }: Chapter): string[] {
  return proseOf(blocks).flatMap(({ tokens }) =>
    withLines(tokens).flatMap(({ token }) => (token.type === 'code_inline' ? [token.content] : [])),
  );
}

function firstUses(chapter: Chapter, find: WordFinder): Map<GlossaryEntry, FirstUse> {
  const uses = new Map<GlossaryEntry, FirstUse>();
  for (const { tokens } of proseOf(chapter.blocks)) {
    const lines = new Map(withLines(tokens).map(({ token, line }) => [token, line]));
    for (const { children } of paragraphs(tokens)) {
      if (!children) continue;
      const { text, starts } = flatText(children);
      for (const { entry, from, to } of find(text)) {
        if (uses.has(entry)) continue;
        const at = starts.findLastIndex((start) => start <= from);
        const child = children[at];
        const emphasised =
          children[at - 1]?.type === 'em_open' &&
          starts[at] === from &&
          children[at + 1]?.type === 'em_close' &&
          starts[at + 1] === to;
        uses.set(entry, { line: (child && lines.get(child)) ?? 1, emphasised });
      }
    }
  }
  return uses;
}
