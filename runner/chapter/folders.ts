/** Where chapters lie on the disk, and by which names they are asked for. Knows nothing of what is in them. */
import { readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { nearest } from '../yaml/nearest.ts';
import { CHAPTER_ID } from './chapter-id.ts';
import { formerly, type Renamed } from './renamed.ts';

export interface FormerNames {
  readonly renamed?: Renamed | undefined;
  /** Told in a sentence when a chapter was asked for by a name that it had before. */
  readonly say?: ((words: string) => void) | undefined;
}

/**
 * Folders of chapters, in the order of their numbers.
 * @param root the folder that holds them
 * @param names which: `4`, `04`, `04-a-bridge`, `a-bridge`; none means all
 * @throws UsageError when a name is unknown or that of a chapter which has become several, or two chapters have one number
 */
export async function findChapterFolders(
  root: string,
  names: readonly string[] = [],
  former: FormerNames = {},
): Promise<string[]> {
  const ids = await chapterIds(root);
  const chosen = names.length === 0 ? ids : names.map((name) => chapterId(ids, name, former));
  return [...new Set(chosen)].map((id) => resolve(root, id));
}

/** As a reader would type it: relative where that is shorter to read. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
}

/** Names of folders in `root` that hold a chapter.md. */
async function chapterIds(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch((cause: unknown) => {
    throw new UsageError(
      `No chapters in ${shownPath(root)}: ${cause instanceof Error ? cause.message : cause}`,
    );
  });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const holds = await Promise.all(
    folders.map(async (name) => (await readdir(join(root, name))).includes('chapter.md')),
  );
  const ids = folders.filter((_, index) => holds[index]).sort();
  const numbers = new Map<string, string>();
  for (const id of ids) {
    const number = CHAPTER_ID.exec(id)?.[1];
    const other = number === undefined ? undefined : numbers.get(number);
    if (other !== undefined)
      throw new UsageError(`${other} and ${id} have the same number.`, 'Rename one folder.');
    if (number !== undefined) numbers.set(number, id);
  }
  return ids;
}

function chapterId(ids: readonly string[], name: string, { renamed = {}, say }: FormerNames): string {
  const wanted = name.replace(/\/+$/, '');
  const found = ids.find((id) => {
    const [, number = '', words = ''] = CHAPTER_ID.exec(id) ?? [];
    return id === wanted || words === wanted || (/^\d+$/.test(wanted) && Number(wanted) === Number(number));
  });
  if (found !== undefined) return found;
  const [now, ...more] = formerly(wanted, ids, renamed);
  if (now !== undefined && more.length > 0)
    throw new UsageError(
      `Chapter "${name}" has become several: ${[now, ...more].join(', ')}.`,
      'Name the one that you mean.',
    );
  if (now !== undefined) {
    say?.(`Chapter "${name}" is ${now} now.`);
    return now;
  }
  const guess =
    nearest(wanted, ids) ??
    nearest(
      wanted,
      ids.map((id) => id.slice(3)),
    );
  throw new UsageError(
    `There is no chapter "${name}".`,
    `${guess === undefined ? '' : `Did you mean ${guess}? `}Known: ${ids.join(', ') || 'none'}`,
  );
}
