/** One terminal on the screen: xterm.js with its addons on one socket. Knows nothing of tabs or steps. */
import { FitAddon } from '@xterm/addon-fit';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { socketUrl } from '../control.ts';
import { onThemeChange, terminalTheme } from './colours.ts';
import { createFeed } from './feed.ts';
import { followLastLine } from './follow.ts';
import { isLeaveKey } from './leave-key.ts';
import { connectTerminal, type Link } from './socket.ts';

export interface TerminalView {
  focus(): void;
}

interface TerminalPlace {
  readonly element: HTMLElement;
  readonly chapter: string;
  readonly host: string;
  /** The learner asked to leave by keyboard. */
  onLeave(): void;
  onLink(link: Link): void;
  /** So many bytes of what was typed or pasted last are lost; 0: something else is typed now. */
  onDropped(bytes: number): void;
  /** False: keys are not taken now. */
  takesKeys(): boolean;
}

/** Wait this long after the last change of size: one owner's drag is one resize. Milliseconds. */
const RESIZE_SETTLES = 120;

async function drawWithGpu(terminal: Terminal): Promise<void> {
  try {
    const { WebglAddon } = await import('@xterm/addon-webgl');
    const webgl = new WebglAddon();
    webgl.onContextLoss(() => webgl.dispose());
    terminal.loadAddon(webgl);
  } catch {
    // No WebGL here: xterm.js goes on with its DOM renderer, which shows the same.
  }
}

/** Copy and paste as other terminals have them; false means that xterm.js leaves the key alone. */
function handleKey(event: KeyboardEvent, terminal: Terminal, place: TerminalPlace): boolean {
  if (isLeaveKey(event)) {
    if (event.type === 'keydown') {
      event.preventDefault();
      event.stopPropagation();
      place.onLeave();
    }
    return false;
  }
  if (!event.ctrlKey || !event.shiftKey || event.altKey) return true;
  if (event.code === 'KeyC') {
    event.preventDefault();
    if (event.type === 'keydown' && terminal.hasSelection()) {
      navigator.clipboard.writeText(terminal.getSelection()).catch(() => document.execCommand('copy'));
    }
    return false;
  }
  // The browser's own paste reaches xterm.js as a paste event, without asking for permission to read the clipboard.
  return event.code !== 'KeyV';
}

export type OpenTerminal = (place: TerminalPlace) => TerminalView;

export const openTerminal: OpenTerminal = (place) => {
  const style = getComputedStyle(place.element);
  const terminal = new Terminal({
    fontFamily: style.getPropertyValue('--mono').trim() || 'monospace',
    fontSize: 13,
    lineHeight: 1.2,
    cursorBlink: false,
    scrollback: 5000,
    minimumContrastRatio: 4.5,
    theme: terminalTheme(),
    allowProposedApi: false,
    logLevel: 'off',
  });
  const fitting = new FitAddon();
  terminal.loadAddon(fitting);
  terminal.loadAddon(new WebLinksAddon());
  terminal.open(place.element);
  terminal.textarea?.setAttribute('aria-label', `Terminal of ${place.host}. Ctrl+Shift+F6 leaves it.`);
  void drawWithGpu(terminal);

  const path = `/ws/chapter/${encodeURIComponent(place.chapter)}/terminal/${encodeURIComponent(place.host)}`;
  const feed = createFeed(terminal);
  const follower = followLastLine(terminal, place.element);
  let dropped = 0;
  const socket = connectTerminal(socketUrl(path), {
    snapshot: (snapshot) =>
      feed.snapshot(snapshot, () => {
        takeSize();
        follower.follow();
      }),
    bytes: (chunk) => feed.bytes(chunk, () => socket.parsed(chunk.byteLength)),
    respawned: (exit) =>
      feed.bytes(
        `\r\n\x1b[2m[the shell ended with status ${exit ?? 'unknown'}; this is a new one]\x1b[0m\r\n`,
      ),
    dropped: (bytes) => {
      dropped += bytes;
      place.onDropped(dropped);
    },
    link: (link) => place.onLink(link),
  });

  let visible = false;
  function takeSize(): void {
    if (!visible) return;
    follower.sizeChanges();
    fitting.fit();
  }
  let settling: ReturnType<typeof setTimeout> | undefined;
  terminal.onResize(({ cols, rows }) => {
    clearTimeout(settling);
    settling = setTimeout(() => visible && socket.resize(cols, rows), RESIZE_SETTLES);
  });
  const type = (data: string): void => {
    if (dropped > 0) {
      dropped = 0;
      place.onDropped(dropped);
    }
    if (place.takesKeys()) socket.input(data);
  };
  terminal.onData(type);
  terminal.onBinary(type);
  terminal.attachCustomKeyEventHandler((event) => handleKey(event, terminal, place));
  // Another tab of this page may have given the shell its own size: who types sets it.
  terminal.textarea?.addEventListener('focus', () => socket.resize(terminal.cols, terminal.rows));
  onThemeChange(() => {
    terminal.options.theme = terminalTheme();
  });
  new ResizeObserver(takeSize).observe(place.element);
  // What is out of sight, xterm.js does not measure and does not draw. Its own observer is older, and so it knows first.
  new IntersectionObserver((entries) => {
    visible = entries.at(-1)?.isIntersecting === true;
    takeSize();
    if (!visible) return;
    follower.follow();
    socket.resize(terminal.cols, terminal.rows);
  }).observe(place.element);
  return { focus: () => terminal.focus() };
};
