/** Where pages live: the one place that the server's routes and the pages' links agree on. */

/** Path of the list of all words. */
export const GLOSSARY_PATH = '/glossary';

/** Path of a chapter's page, e.g. `/chapter/04-a-bridge`. */
export function chapterPath(id: string): string {
  return `/chapter/${encodeURIComponent(id)}`;
}

/** Path of a chapter's figure, e.g. `/chapter/03-veth-pairs/figures/two-ends.svg`. */
export function figurePath(chapter: string, id: string): string {
  return `${chapterPath(chapter)}/figures/${encodeURIComponent(id)}.svg`;
}
