/**
 * One intent, one press, on every control of the page. Many people double-click everything, and a finger may rest on
 * Enter: what such a press does again is not meant, least of all by a button that the first one has brought under the
 * pointer. Terminals keep their keys and clicks.
 */
import { createIntent } from './intent.ts';

const CONTROLS = 'button, summary, a';

function controlOf({ target }: Event): Element | null {
  return target instanceof Element ? target.closest(CONTROLS) : null;
}

export function startPresses(page: Document): void {
  const intents = new WeakMap<Element, ReturnType<typeof createIntent>>();
  const isMeant = (event: MouseEvent, control: Element): boolean => {
    const intent = intents.get(control) ?? createIntent();
    intents.set(control, intent);
    return intent(event);
  };
  const drop = (event: Event): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  page.addEventListener(
    'click',
    (event) => {
      const control = controlOf(event);
      if (control && !isMeant(event, control)) drop(event);
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
