/** Which chapters a command works on: those that are named, or all of them when that is said. */
import { loadChapter, loadChapters } from '../chapter/load.ts';
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
  return all ? loadChapters(folder) : Promise.all(names.map((name) => loadChapter(folder, name)));
}
