/** Progress in the table of contents, and which section is being read. Works on the server's own elements. */
import type { ChapterPage } from '../page.ts';

function showProgress(page: ChapterPage): void {
  const { items } = page.store.get();
  for (const entry of document.querySelectorAll<HTMLElement>('[data-toc-item]')) {
    const done = items[entry.dataset.tocItem ?? '']?.done === true;
    const mark = entry.querySelector<HTMLElement>('.mark');
    const words = entry.querySelector<HTMLElement>('.visually-hidden');
    if (mark) mark.dataset.state = done ? 'pass' : 'waiting';
    if (words) words.textContent = done ? 'done: ' : 'not yet: ';
  }
}

export function startContents(page: ChapterPage): void {
  page.store.subscribe(() => {
    if (page.store.get().greeted) showProgress(page);
  });
  const contents = document.querySelector<HTMLElement>('#contents');
  contents?.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('a') && contents.matches(':popover-open')) {
      contents.hidePopover();
    }
  });
}
