/** Entry of every page: styles, then the islands that this kind of page has. */
import '@xterm/xterm/css/xterm.css';
import './styles/index.css';
import './icon.svg?url';
import { startThemeToggle } from './islands/theme-toggle.tsx';
import { startPresses } from './presses.ts';
import { keepSession } from './session.ts';

keepSession();
startPresses(document);
startThemeToggle();
if (document.body.dataset.page === 'chapter') {
  const { startChapter } = await import('./chapter-page.ts');
  startChapter();
}
