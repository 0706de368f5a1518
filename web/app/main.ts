/** Entry of every page: styles, then the islands that this kind of page has. */
import '@xterm/xterm/css/xterm.css';
import './styles/index.css';
import './icon.svg?url';
import { startFolds } from './folds.ts';
import { toolSlots } from './islands/tools.ts';
import { startKeys } from './keys/keys.ts';
import { PAGE_DATA_ID, PageData } from './page-data.ts';
import { startPresses } from './presses.ts';
import { keepSession } from './session.ts';
import { takeOver } from './slots.ts';

keepSession();
startPresses(document);
const data = document.getElementById(PAGE_DATA_ID)?.textContent;
takeOver(document, toolSlots(data !== undefined));
startKeys();
if (data) {
  const { startChapter } = await import('./chapter-page.ts');
  startChapter(PageData.parse(JSON.parse(data)));
}
startFolds(document);
dispatchEvent(new Event('wirebook-live'));
