/** What every island of a chapter page is given: on the server, which renders it, as in the browser, which takes it over. */
import type { HostName } from '../../runner/sandbox/driver.ts';
import type { Control } from './control.ts';
import type { Store } from './store.ts';
import type { OpenTerminal } from './terminal/view.ts';

export interface ChapterPage {
  readonly chapter: string;
  readonly hosts: readonly HostName[];
  readonly store: Store;
  readonly control: Control;
  readonly openTerminal: OpenTerminal;
}
