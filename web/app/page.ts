/** What every island of a chapter page is given. */
import type { HostName } from '../protocol.ts';
import type { Control } from './control.ts';
import type { Store } from './store.ts';

export interface ChapterPage {
  readonly chapter: string;
  readonly hosts: readonly HostName[];
  readonly store: Store;
  readonly control: Control;
}
