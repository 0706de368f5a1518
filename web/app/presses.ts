/**
 * One intent, one press. Many people double-click everything, and a finger may rest on Enter: what such a press does
 * again is not meant, least of all to a button that the first one has brought under the pointer.
 */

const CONTROLS = 'button, summary, a, input, select';

function controlOf({ target }: Event): Element | null {
  return target instanceof Element ? target.closest(CONTROLS) : null;
}

/** Takes the second click of a double click and the repeats of a held Enter away from all controls. Terminals keep theirs. */
export function startPresses(page: Document): void {
  const drop = (event: Event): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  page.addEventListener(
    'click',
    // The browser counts the clicks at one place, whatever has come there in between.
    (event) => {
      if (event.detail > 1 && controlOf(event)) drop(event);
    },
    { capture: true },
  );
  page.addEventListener(
    'keydown',
    (event) => {
      if (event.repeat && event.key === 'Enter' && controlOf(event)) drop(event);
    },
    { capture: true },
  );
}
