/** What an address gets that leads nowhere: the way on, and the chapter that was probably meant. */
import { slugOf } from '../../runner/chapter/chapter-id.ts';
import type { Chapter } from '../../runner/chapter/model.ts';
import { nearest } from '../../runner/yaml/nearest.ts';
import { plainPage } from './plain-page.tsx';
import type { Assets } from './render/assets.ts';
import { chapterPath } from './render/paths.ts';

type Known = Pick<Chapter, 'id' | 'title'>;

/** @param path of the address, as it was asked for */
export function notFoundPage(path: string, chapters: readonly Known[], assets: Assets): string {
  const meant = meantChapter(path, chapters);
  return plainPage(
    { title: 'There is no such page', assets, onward: { href: '/', words: 'All chapters' } },
    meant ? (
      <>
        Did you mean the chapter <a href={chapterPath(meant.id)}>{meant.title}</a>?
      </>
    ) : (
      'The address may be mistyped, or from another version of the book.'
    ),
  );
}

/** By the words of its name: a number is too short to be a hint. */
function meantChapter(path: string, chapters: readonly Known[]): Known | undefined {
  const [, asked] = /^\/chapter\/(?:\d+-)?([a-z-]{3,60})/.exec(path) ?? [];
  const slug =
    asked &&
    nearest(
      asked,
      chapters.map(({ id }) => slugOf(id)),
    );
  return chapters.find(({ id }) => slugOf(id) === slug);
}
