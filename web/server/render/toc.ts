/** The table of contents: sections, exercises and questions in order, with the learner's progress. */
import type { ItemProgress } from '../../protocol.ts';
import { type Html, html } from './html.ts';

export type TocEntry =
  | { readonly type: 'section'; readonly anchor: string; readonly text: string }
  | {
      readonly type: 'exercise' | 'question';
      readonly anchor: string;
      readonly text: string;
      readonly item: string;
    };

function itemMark(progress: ItemProgress | undefined): Html {
  return progress?.done
    ? html`<span class="mark" data-state="pass"><span class="visually-hidden">done: </span></span>`
    : html`<span class="mark" data-state="waiting"><span class="visually-hidden">not yet: </span></span>`;
}

export function renderToc(
  entries: readonly TocEntry[],
  progress: Readonly<Record<string, ItemProgress>>,
): Html {
  const lines = entries.map((entry) =>
    entry.type === 'section'
      ? html`<li class="toc-section"><a href="#${entry.anchor}">${entry.text}</a></li>`
      : html`<li class="toc-item" data-toc-item="${entry.item}">${itemMark(progress[entry.item])}<a href="#${entry.anchor}">${entry.text}</a></li>`,
  );
  return html`<ol class="toc-list">${lines}</ol>`;
}
