/** What every island of a chapter page is given. */
import type { ClientMessage } from '../protocol.ts';
import type { Control } from './control.ts';
import type { Store } from './store.ts';

export type HostName = Extract<ClientMessage, { type: 'interrupt' }>['host'];

export interface ChapterPage {
  readonly chapter: string;
  readonly hosts: readonly HostName[];
  readonly store: Store;
  readonly control: Control;
}
