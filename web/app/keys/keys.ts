/** The page's own keys: hears them, and does what they mean. A terminal, a field and an open dialog keep theirs. */
import { keyAction } from './key-action.ts';
import { stepFrom } from './step-walk.ts';

/** Heard by the dialogs, wherever they are in the page. */
export const OPEN_KEYS = 'wirebook-open-keys';
export const OPEN_SEARCH = 'wirebook-open-search';

const FIELDS = 'input, textarea, select, [contenteditable]';

/** A step that is folded away cannot have the focus. */
function visibleSteps(): HTMLElement[] {
  const steps = [...document.querySelectorAll<HTMLElement>('[data-step]')];
  return steps.filter((step) => step.checkVisibility());
}

/** The line below which the reader sees the page: a step that was led to stands just below it, and counts as read. */
function readingLine(): number {
  const bar = document.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0;
  return bar + Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** @returns whether there was a step to go to */
function walk(by: 1 | -1): boolean {
  const steps = visibleSteps();
  const places = steps.map((step) => ({
    top: step.getBoundingClientRect().top,
    focused: step.contains(document.activeElement),
  }));
  const to = stepFrom(places, by, readingLine());
  if (to === undefined) return false;
  const step = steps[to];
  step?.querySelector<HTMLElement>('.run')?.focus({ preventScroll: true });
  // The page's own scroll-behavior: at once where the reader wants less motion.
  step?.scrollIntoView({ block: 'nearest' });
  return true;
}

function runAndGoOn(): boolean {
  const run = document.activeElement?.closest('[data-step]')?.querySelector<HTMLElement>('.run');
  if (!run) return false;
  run.click();
  walk(1);
  return true;
}

/** @returns whether the key was taken */
function act(action: ReturnType<typeof keyAction>): boolean {
  switch (action) {
    case 'next-step':
      return walk(1);
    case 'previous-step':
      return walk(-1);
    case 'run-and-next':
      return runAndGoOn();
    case 'keys':
      document.dispatchEvent(new Event(OPEN_KEYS));
      return true;
    case 'search':
      document.dispatchEvent(new Event(OPEN_SEARCH));
      return true;
    case undefined:
      return false;
  }
}

export function startKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const inField = event.target instanceof Element && event.target.closest(FIELDS) !== null;
    const { key, ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
    const elsewhere = inField || document.querySelector('dialog[open]') !== null;
    const action = keyAction({ key, ctrlKey, metaKey, altKey, shiftKey, repeat, elsewhere });
    if (act(action)) event.preventDefault();
  });
}
