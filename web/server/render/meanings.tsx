/** What the words of a chapter mean: at its end, where paper and a page without script show them; the script shows each at its word. */

import { slugOf } from '../../../runner/chapter/chapter-id.ts';
import type { Glossary, GlossaryEntry } from '../../../runner/chapter/glossary.ts';
import { type WordFinder, wordFinder } from '../../../runner/chapter/glossary-words.ts';
import { parseLine } from '../../../runner/chapter/markdown.ts';
import type { Chapter } from '../../../runner/chapter/model.ts';
import { newProse, renderProse } from './markdown.ts';
import { chapterPath } from './paths.ts';
import { raw } from './raw.ts';
import { meaningId } from './words.ts';

/** A chapter as links name it. */
export type ChapterLink = Pick<Chapter, 'id' | 'number' | 'title'>;

/** The glossary of a course. */
export interface CourseWords {
  readonly entries: readonly GlossaryEntry[];
  readonly find: WordFinder;
  /** The chapter that teaches a word, if the course has it. */
  readonly teacher: (entry: GlossaryEntry) => ChapterLink | undefined;
}

export function courseWords(
  { entries }: Pick<Glossary, 'entries'>,
  chapters: readonly ChapterLink[],
): CourseWords {
  const bySlug = new Map(chapters.map((chapter) => [slugOf(chapter.id), chapter]));
  return { entries, find: wordFinder(entries), teacher: ({ chapter }) => bySlug.get(chapter) };
}

/** Words and code of an explanation. */
export function Means({ entry }: { entry: GlossaryEntry }) {
  return raw(renderProse([parseLine(entry.means, entry.line)], newProse()));
}

export function TeacherLink({ chapter }: { chapter: ChapterLink }) {
  return (
    <a href={chapterPath(chapter.id)}>
      Chapter {chapter.number}: {chapter.title}
    </a>
  );
}

interface MeaningsProps {
  readonly words: CourseWords;
  /** Those that the chapter uses, in the order of their numbers. */
  readonly used: readonly GlossaryEntry[];
  /** The chapter that they are shown in: no link leads from it to itself. */
  readonly chapter: string;
}

export function Meanings({ words, used, chapter }: MeaningsProps) {
  if (used.length === 0) return null;
  return (
    <section class="meanings">
      <h2>Words</h2>
      <ol>
        {used.map((entry) => {
          const teacher = words.teacher(entry);
          return (
            <li key={entry.word} id={meaningId(entry)} class="meaning">
              <strong>{entry.word}</strong>: <Means entry={entry} />{' '}
              {teacher && teacher.id !== chapter && <TeacherLink chapter={teacher} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
