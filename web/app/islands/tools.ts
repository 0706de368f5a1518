/** The tools that every page has in its bar: search, colours, keys. */
import type { Slots } from '../slots.ts';
import { keysSlots } from './keys-dialog.tsx';
import { searchSlots } from './search.tsx';
import { themeSlots } from './theme-toggle.tsx';

/** @param inChapter whether the page has steps and terminals */
export const toolSlots = (inChapter: boolean): Slots => ({
  ...searchSlots(),
  ...themeSlots(),
  ...keysSlots(inChapter),
});
