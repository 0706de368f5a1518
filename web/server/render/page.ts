/** The page of a chapter as the server renders it: what the learner has, and nothing that moves. */
import type { ChapterPage } from '../../app/page.ts';
import type { PageData } from '../../app/page-data.ts';
import { initialState } from '../../app/state.ts';
import { createStore } from '../../app/store.ts';

export function stillPage(data: Pick<PageData, 'chapter' | 'hosts' | 'items'>): ChapterPage {
  return {
    chapter: data.chapter,
    hosts: data.hosts,
    store: createStore(initialState(data)),
    control: { send: () => false, run: () => undefined },
    openTerminal: () => {
      throw new Error('terminals are opened in browsers');
    },
  };
}
