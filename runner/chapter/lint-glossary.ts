/** The glossary held against all chapters of a book: which words come first depends on their order. */
import { join } from 'node:path';
import type { LintProblem } from '../yaml/problems.ts';
import { findChapterFolders, shownPath } from './folders.ts';
import { glossaryProblems } from './glossary-use.ts';
import { readChapter, readGlossary } from './load.ts';
import type { Kinds } from './resolve.ts';

/** @param root the folder of the chapters @returns nothing where there is no glossary */
export async function lintGlossary(root: string, kinds: Kinds): Promise<readonly LintProblem[]> {
  const glossary = await readGlossary(root);
  if (!glossary) return [];
  const folders = await findChapterFolders(root);
  const chapters = await Promise.all(
    folders.map(async (folder) => {
      const { draft } = await readChapter(folder, { kinds });
      return { chapter: draft, file: shownPath(join(folder, 'chapter.md')) };
    }),
  );
  return [...glossary.problems, ...glossaryProblems(glossary, chapters)];
}
