/**
 * Keeps a terminal's last line in sight until the learner scrolls away from it. xterm.js scrolls by its old height until
 * it has noted a new one, which takes it a frame or many; so each frame that it has drawn is looked at.
 */
import type { Terminal } from '@xterm/xterm';

export interface Follower {
  /** Go to the last line, and stay there. */
  follow(): void;
  /** To be called before a change of size: who sees the last line now goes on seeing it. */
  sizeChanges(): void;
}

const SCROLLING_KEYS = new Set(['PageUp', 'PageDown', 'Home', 'End']);

/** @param element what the terminal was opened in */
export function followLastLine(terminal: Terminal, element: HTMLElement): Follower {
  let following = true;
  /** A pointer is down: it may be on the scroll bar, or select beyond the edge. */
  let held = false;
  const atEnd = (): boolean => terminal.buffer.active.viewportY === terminal.buffer.active.baseY;
  const drawn = (): void => {
    if (atEnd()) following = true;
    else if (held) following = false;
    // Where xterm.js cannot yet, it draws again all the same, and so this comes back.
    else if (following) terminal.scrollToBottom();
  };

  const away = (): void => {
    following = false;
  };
  const capture = { capture: true, passive: true };
  element.addEventListener('wheel', away, capture);
  element.addEventListener('touchmove', away, capture);
  element.addEventListener(
    'keydown',
    (event) => event.shiftKey && SCROLLING_KEYS.has(event.key) && away(),
    capture,
  );
  element.addEventListener(
    'pointerdown',
    () => {
      held = true;
    },
    capture,
  );
  for (const end of ['pointerup', 'pointercancel']) {
    addEventListener(
      end,
      () => {
        held = false;
      },
      capture,
    );
  }
  // xterm.js notes its new height at the end of the frame, behind this event.
  terminal.onRender(() => queueMicrotask(drawn));
  return {
    follow() {
      following = true;
      terminal.refresh(0, terminal.rows - 1);
    },
    sizeChanges() {
      following ||= atEnd();
    },
  };
}
