/**
 * What a word means, beside the word: while the pointer or the keyboard is on it, or after a press. The pointer may go over
 * to the explanation, Escape takes it away, and else it stays until pointer or focus leave both (WCAG 1.4.13).
 */

/** A pointer on its way across the text opens nothing, and one on its way to an explanation does not close it. Milliseconds. */
const OPEN_AFTER = 150;
const CLOSE_AFTER = 300;
/** Room between an explanation and the edge of the window. */
const MARGIN = 8;

type Cause = 'pointer' | 'focus' | 'press';

export function startMeanings(page: Document): void {
  for (const meaning of page.querySelectorAll<HTMLElement>('.meaning')) meaning.popover = 'auto';
  let shown: { readonly word: HTMLAnchorElement; readonly meaning: HTMLElement; cause: Cause } | undefined;
  let timer = 0;

  const later = (delay: number, act: () => void): void => {
    clearTimeout(timer);
    timer = window.setTimeout(act, delay);
  };
  const hide = (): void => shown?.meaning.hidePopover();
  const show = (word: HTMLAnchorElement, cause: Cause): void => {
    clearTimeout(timer);
    const meaning = page.getElementById(word.hash.slice(1));
    if (!meaning) return;
    // Where focus goes on into the explanation: browsers that do not know `source` go on in the text.
    if (!meaning.matches(':popover-open')) meaning.showPopover({ source: word });
    shown = { word, meaning, cause };
    place(meaning, word);
  };
  const within = (target: EventTarget | null): boolean =>
    target instanceof Node &&
    shown !== undefined &&
    [shown.word, shown.meaning].some((one) => one.contains(target));

  page.addEventListener('pointerover', ({ target, pointerType }) => {
    if (pointerType !== 'mouse') return;
    const word = wordAt(target);
    if (within(target)) clearTimeout(timer);
    // What else is open over the page was opened on purpose, and this would close it.
    else if (word && !page.querySelector(':popover-open:not(.meaning)'))
      later(OPEN_AFTER, () => show(word, 'pointer'));
    else if (shown?.cause === 'pointer') later(CLOSE_AFTER, hide);
    else clearTimeout(timer);
  });
  page.addEventListener('focusin', ({ target }) => {
    const word = wordAt(target);
    // A press focuses, too, and is dealt with as such. Not at `focusout`: to hide what holds the focus would call it back.
    if (word?.matches(':focus-visible')) show(word, 'focus');
    else if (shown?.cause === 'focus' && !within(target)) hide();
  });
  page.addEventListener('click', (event) => {
    const word = wordAt(event.target);
    if (!word || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (shown?.word === word && shown.cause === 'press') hide();
    else show(word, 'press');
  });
  // Escape and a press elsewhere close it without our doing. The event does not bubble.
  page.addEventListener(
    'beforetoggle',
    (event) => {
      if (event.target === shown?.meaning && (event as ToggleEvent).newState === 'closed') shown = undefined;
    },
    { capture: true },
  );
}

function wordAt(target: EventTarget | null): HTMLAnchorElement | null {
  return target instanceof Element ? target.closest<HTMLAnchorElement>('a.word') : null;
}

/** Below the word, or above it where there is no room below; it scrolls with the text. */
function place(meaning: HTMLElement, word: HTMLElement): void {
  const [line = word.getBoundingClientRect()] = word.getClientRects();
  const { width, height } = meaning.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const left = Math.max(MARGIN, Math.min(line.left, clientWidth - width - MARGIN));
  const below = line.bottom + height + MARGIN <= clientHeight || line.top < height + MARGIN;
  meaning.style.left = `${left + scrollX}px`;
  meaning.style.top = `${(below ? line.bottom : line.top - height) + scrollY}px`;
}
