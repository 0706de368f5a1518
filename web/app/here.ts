/** "You are here": the last entry of the contents whose beginning has come into the upper part of the window. */
import type { ChapterPage } from './page.ts';
import type { ContentsEntry } from './page-data.ts';

/** Of the window's height, from its lower edge: what begins there has not been come to yet. */
const NOT_YET = '60%';
/** More than any page is long: all that is above the window counts as come to. Pixels. */
const ABOVE = '1000000px';

export function watchHere({ store }: ChapterPage, contents: readonly ContentsEntry[]): void {
  const reached = new Set<string>();
  const observer = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) {
        if (isIntersecting) reached.add(target.id);
        else reached.delete(target.id);
      }
      const here = contents.findLast(({ anchor }) => reached.has(anchor))?.anchor;
      if (here !== store.get().here) store.dispatch({ type: 'here', anchor: here });
    },
    { rootMargin: `${ABOVE} 0px -${NOT_YET} 0px` },
  );
  for (const { anchor } of contents) {
    const element = document.getElementById(anchor);
    if (element) observer.observe(element);
  }
}
