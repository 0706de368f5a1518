/** Asks the server for something that cannot wait for a better connection, and says so when it could not be asked for. */
import type { ClientMessage } from '../protocol.ts';
import type { ChapterPage } from './page.ts';

export function ask({ control, store }: ChapterPage, message: ClientMessage): void {
  if (control.send(message)) return;
  store.dispatch({
    type: 'error',
    message: 'That was not done: the connection was lost.',
    remedy: 'Ask for it again.',
  });
}
