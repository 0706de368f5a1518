/** The sandbox's condition in the bar, and its menu: reset a host, reset everything. */
import { useRef } from 'preact/hooks';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import { ask } from '../ask.ts';
import type { ChapterPage } from '../page.ts';
import type { PageData } from '../page-data.ts';
import type { Slots } from '../slots.ts';
import { useStore } from '../store.ts';
import { labWords } from '../waiting.ts';
import { confirm } from './confirm.ts';
import { Total } from './points.tsx';

const MARK = {
  unknown: 'busy',
  starting: 'busy',
  working: 'busy',
  ready: 'ready',
  failed: 'fail',
} as const;

function Menu({ page }: { page: ChapterPage }) {
  const lab = useStore(page.store, (state) => state.lab);
  const open = useStore(page.store, (state) => state.connection === 'open');
  const menu = useRef<HTMLDivElement>(null);
  const words = open ? labWords(lab) : 'Not connected';
  const reset = async (host?: HostName): Promise<void> => {
    menu.current?.hidePopover();
    const yes = await confirm(
      host === undefined
        ? {
            title: 'Reset the whole sandbox?',
            text: 'All hosts start again as new. Everything done in them is lost; your points stay.',
            yes: 'Reset the sandbox',
          }
        : {
            title: `Reset ${host}?`,
            text: `${host} starts again as new, the other hosts stay. What was done on ${host} is lost; your points stay.`,
            yes: `Reset ${host}`,
          },
    );
    if (!yes) return;
    ask(page, host === undefined ? { type: 'reset' } : { type: 'reset', host });
  };
  return (
    <>
      <button
        type="button"
        class="button quiet-button lab-button"
        popovertarget="sandbox_menu"
        title={words}
        aria-label={`Sandbox menu. ${words}`}
      >
        <span class="mark" data-state={open ? MARK[lab.state] : 'busy'} />
        <span class="lab-words">{words}</span>
      </button>
      <div class="menu" id="sandbox_menu" popover="auto" ref={menu}>
        <p class="menu-head">{words}</p>
        {page.hosts.length > 1 &&
          page.hosts.map((host) => (
            <button key={host} type="button" onClick={() => reset(host)}>
              Reset {host} ...
            </button>
          ))}
        <button type="button" onClick={() => reset()}>
          Reset the sandbox ...
        </button>
      </div>
    </>
  );
}

export function menuSlots(page: ChapterPage, { exercises, questions }: PageData): Slots {
  const possible = [...exercises, ...questions].reduce((sum, item) => sum + item.points, 0);
  return { total: possible > 0 && <Total page={page} possible={possible} />, menu: <Menu page={page} /> };
}
