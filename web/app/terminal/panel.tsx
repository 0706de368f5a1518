/** The hosts' terminals in tabs (ARIA tabs pattern: arrows, Home, End). A terminal is opened when its tab is first shown. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { HostName } from '../../../runner/sandbox/driver.ts';
import type { ChapterPage } from '../page.ts';
import type { Slots } from '../slots.ts';
import type { PageState, ShellState } from '../state.ts';
import { useStore } from '../store.ts';
import { labWords } from '../waiting.ts';
import { isLeaveKey } from './leave-key.ts';
import type { Link } from './socket.ts';
import type { TerminalView } from './view.ts';

const SHELL_WORDS: Readonly<Record<ShellState, string>> = {
  starting: 'shell is starting',
  prompt: 'at the prompt',
  busy: 'a program is running',
  unfinished: 'a command is half typed',
  ended: 'shell has ended',
};

/** By host; absent until its terminal is first shown. */
type Links = Readonly<Record<string, Link>>;

/** Bytes of what was typed last that were lost, by host. */
type Dropped = Readonly<Record<string, number>>;

function linkOf(links: Links, host: string): Link {
  return links[host] ?? 'waiting';
}

function Tab({ page, host }: { page: ChapterPage; host: HostName }) {
  const selected = useStore(page.store, (state) => state.terminal === host);
  const shell = useStore(page.store, (state) => state.shells[host]);
  const turn = (event: KeyboardEvent): void => {
    const { hosts } = page;
    const at = hosts.indexOf(host);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: hosts.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = hosts[(to + hosts.length) % hosts.length] ?? host;
    page.store.dispatch({ type: 'show-terminal', host: next });
    document.getElementById(`tab_${next}`)?.focus();
  };
  return (
    <button
      type="button"
      role="tab"
      id={`tab_${host}`}
      class="tab"
      aria-selected={selected}
      aria-controls={`terminal_${host}`}
      tabIndex={selected ? 0 : -1}
      onKeyDown={turn}
      onClick={() => page.store.dispatch({ type: 'show-terminal', host })}
    >
      {host}
      <span class="tab-dot" data-shell={shell ?? 'starting'} />
    </button>
  );
}

/** A sandbox that has failed has no shell, and none comes until the learner asks for one. */
function takesKeys({ store }: ChapterPage): boolean {
  return store.get().lab.state !== 'failed';
}

interface ScreenPlace {
  readonly page: ChapterPage;
  readonly host: HostName;
  readonly link: Link;
  readonly onLink: (host: HostName, link: Link) => void;
  readonly onDropped: (host: HostName, bytes: number) => void;
}

function Screen({ page, host, link, onLink, onDropped }: ScreenPlace) {
  const selected = useStore(page.store, (state) => state.terminal === host);
  const element = useRef<HTMLDivElement>(null);
  const view = useRef<TerminalView>(undefined);
  useEffect(() => {
    if (!selected || !element.current) return;
    view.current ??= page.openTerminal({
      element: element.current,
      chapter: page.chapter,
      host,
      onLeave: () => leaveTerminal(host),
      onLink: (now) => onLink(host, now),
      onDropped: (bytes) => onDropped(host, bytes),
      takesKeys: () => takesKeys(page),
    });
    const focus = (): void => view.current?.focus();
    document.addEventListener('wirebook-enter-terminal', focus);
    return () => document.removeEventListener('wirebook-enter-terminal', focus);
  }, [selected, host, page, onLink, onDropped]);
  return (
    <div
      role="tabpanel"
      id={`terminal_${host}`}
      class="screen"
      aria-labelledby={`tab_${host}`}
      hidden={!selected}
      data-link={link}
    >
      <div class="screen-inner" ref={element} />
    </div>
  );
}

/** Where the focus was before it went into a terminal. */
let cameFrom: HTMLElement | undefined;

function leaveTerminal(host: string): void {
  const back = cameFrom?.isConnected ? cameFrom : document.getElementById(`tab_${host}`);
  back?.focus();
}

function enterTerminal(event: KeyboardEvent): void {
  if (!isLeaveKey(event) || event.defaultPrevented) return;
  event.preventDefault();
  cameFrom = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
  document.dispatchEvent(new Event('wirebook-enter-terminal'));
}

/** What the shell in front does, and what becomes of keys that are typed now. */
function footWords(state: PageState, link: Link, dropped: number): string {
  const { lab, terminal } = state;
  if (link === 'lost') return 'Not connected: keys are not taken';
  if (dropped > 0) return `The program reads no more: ${dropped.toLocaleString('en')} bytes were dropped`;
  if (lab.state === 'failed') return `${labWords(lab)}: keys are not taken`;
  if (state.connection !== 'open') return 'Not connected';
  if (lab.state !== 'ready') return link === 'live' ? labWords(lab) : `${labWords(lab)}; keys wait`;
  if (link === 'waiting') return `${terminal}: ${SHELL_WORDS.starting}; keys wait`;
  const shell = state.shells[terminal];
  return shell === undefined ? 'Sandbox ready' : `${terminal}: ${SHELL_WORDS[shell]}`;
}

function Footer({ page, links, dropped }: { page: ChapterPage; links: Links; dropped: Dropped }) {
  const words = useStore(page.store, (state) =>
    footWords(state, linkOf(links, state.terminal), dropped[state.terminal] ?? 0),
  );
  return (
    <p class="terminals-foot">
      <span class="terminals-words">{words}</span>
      <span class="keys">
        <kbd>Ctrl</kbd> <kbd>Shift</kbd> <kbd>F6</kbd> in and out
      </span>
    </p>
  );
}

function Panel({ page }: { page: ChapterPage }) {
  const open = useStore(page.store, (state) => state.sheet);
  const [links, setLinks] = useState<Links>({});
  const [dropped, setDropped] = useState<Dropped>({});
  const onLink = useCallback(
    (host: HostName, link: Link) => setLinks((before) => ({ ...before, [host]: link })),
    [],
  );
  const onDropped = useCallback(
    (host: HostName, bytes: number) => setDropped((before) => ({ ...before, [host]: bytes })),
    [],
  );
  return (
    <>
      <div class="terminals-head">
        <div class="tabs" role="tablist" aria-label="Terminals of the lab hosts">
          {page.hosts.map((host) => (
            <Tab key={host} page={page} host={host} />
          ))}
        </div>
        <button
          type="button"
          class="button tool sheet-toggle"
          aria-expanded={open}
          aria-controls="terminals"
          onClick={() => page.store.dispatch({ type: 'sheet', open: !open })}
        >
          {open ? 'Close terminal' : 'Open terminal'}
        </button>
      </div>
      {page.hosts.map((host) => (
        <Screen
          key={host}
          page={page}
          host={host}
          link={linkOf(links, host)}
          onLink={onLink}
          onDropped={onDropped}
        />
      ))}
      <Footer page={page} links={links} dropped={dropped} />
    </>
  );
}

export const terminalSlots = (page: ChapterPage): Slots => ({ panel: <Panel page={page} /> });

/** Pulls the terminals up on a narrow screen, and goes into them by keyboard. */
export function startTerminals({ store }: ChapterPage): void {
  const section = document.querySelector('#terminals');
  store.subscribe(() => section?.toggleAttribute('data-open', store.get().sheet));
  document.addEventListener('keydown', enterTerminal);
}
