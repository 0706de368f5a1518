/** The table of contents: sections, exercises and questions in order, with the learner's progress. */
import type { TargetedEvent } from 'preact';
import type { ChapterPage } from '../page.ts';
import type { ContentsEntry, PageData } from '../page-data.ts';
import type { Slots } from '../slots.ts';
import { useStore } from '../store.ts';

function Item({ page, entry, item }: { page: ChapterPage; entry: ContentsEntry; item: string }) {
  const done = useStore(page.store, (state) => state.items[item]?.done === true);
  return (
    <li class="toc-item">
      <span class="mark" data-state={done ? 'pass' : 'waiting'}>
        <span class="visually-hidden">{done ? 'done: ' : 'not yet: '}</span>
      </span>
      <a href={`#${entry.anchor}`}>{entry.text}</a>
    </li>
  );
}

/** The list has led somewhere: it need not cover the page any more. */
function close({ target, currentTarget }: TargetedEvent<HTMLElement>): void {
  if (target instanceof Element && target.closest('a'))
    currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
}

function Contents({ page, entries }: { page: ChapterPage; entries: readonly ContentsEntry[] }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: its links are what is clicked, by keys, too
    <ol class="toc-list" onClick={close}>
      {entries.map((entry) =>
        entry.item === undefined ? (
          <li key={entry.anchor} class="toc-section">
            <a href={`#${entry.anchor}`}>{entry.text}</a>
          </li>
        ) : (
          <Item key={entry.anchor} page={page} entry={entry} item={entry.item} />
        ),
      )}
    </ol>
  );
}

export const contentsSlots = (page: ChapterPage, { contents }: PageData): Slots => ({
  contents: <Contents page={page} entries={contents} />,
});
