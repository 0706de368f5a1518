/** `wirebook lint`: every mistake of a chapter with file and line. */
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { KINDS } from '../../../checks/kinds/index.ts';
import { shownPath } from '../../chapter/folders.ts';
import { lintChapter } from '../../chapter/lint.ts';
import { lintGlossary } from '../../chapter/lint-glossary.ts';
import { EXIT } from '../../errors.ts';
import { count } from '../../words.ts';
import type { LintProblem } from '../../yaml/problems.ts';
import { chosenFolders } from '../chosen-chapters.ts';
import type { Context } from '../context.ts';
import { chaptersFolder } from '../options.ts';

export interface Options {
  readonly json?: boolean;
}

export async function lint(
  { print, paint }: Context,
  names: readonly string[],
  options: Options,
  command: Command,
): Promise<void> {
  const root = chaptersFolder(command);
  const folders = await chosenFolders(root, names);
  const results = await Promise.all(folders.map((folder) => lintChapter(folder, { kinds: KINDS })));
  // What is wrong with a file beside the chapters is found with each of them, and said once.
  const looked = folders.map((folder) => shownPath(join(folder, 'chapter.md')));
  const words = (await lintGlossary(root, KINDS)).filter(
    ({ file }) => basename(file) !== 'chapter.md' || looked.includes(file),
  );
  const problems = firstOfEach([...results.flatMap((result) => result.problems), ...words]);
  const notes = results.flatMap((result) => result.notes);
  const skips = [...new Set(results.flatMap((result) => result.skips))];
  if (options.json) print(JSON.stringify({ chapters: folders.length, problems, notes, skips }, null, 2));
  else {
    for (const { file, line, message } of problems) print(`${paint.bold(`${file}:${line}`)}: ${message}`);
    for (const { file, line, message } of notes) print(paint.yellow(`${file}:${line}: note: ${message}`));
    for (const skip of skips) print(paint.yellow(`skipped: ${skip}`));
    const said = problems.length === 0 ? 'no problems' : count(problems.length, 'problem');
    print(`${count(folders.length, 'chapter')}, ${said}`);
  }
  if (problems.length > 0) process.exitCode = EXIT.usage;
}

function firstOfEach(problems: readonly LintProblem[]): LintProblem[] {
  const text = ({ file, line, message }: LintProblem) => `${file}:${line}: ${message}`;
  return [...new Map(problems.map((problem) => [text(problem), problem])).values()];
}
