/** Which chapters a command works on: those that are named, or all of them when that is said. */
import { findNamedFolders, loadChapter, loadChapters } from '../chapter/load.ts';
import type { Chapter } from '../chapter/model.ts';
import { UsageError } from '../errors.ts';

export async function chosenChapters(
  folder: string,
  names: readonly string[],
  all: boolean,
): Promise<Chapter[]> {
  if (all && names.length > 0) throw new UsageError('Name chapters or say --all, not both.');
  if (!all && names.length === 0) {
    throw new UsageError('Which chapter?', 'Name one or more, or say --all. To see them: npx wirebook list');
  }
  return all ? loadChapters(folder) : Promise.all(names.map((name) => chosenChapter(folder, name)));
}

/** A name that the chapter had before is taken, too, with a word about it. */
export const chosenChapter = (folder: string, name: string): Promise<Chapter> =>
  loadChapter(folder, name, { say: onStderr });

/** Folders of the chapters named, or of all. */
export const chosenFolders = (folder: string, names: readonly string[]): Promise<string[]> =>
  findNamedFolders(folder, names, onStderr);

// Not on stdout, which may be somebody's JSON.
function onStderr(words: string): void {
  process.stderr.write(`${words}\n`);
}
