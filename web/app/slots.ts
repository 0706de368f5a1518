/** Places that the server left for islands: elements with data-slot, found inside another element. */
import { type ComponentChild, render } from 'preact';

/** The slot of that name, emptied of what the server wrote there. Undefined when the page has none. */
export function slotIn(within: ParentNode, name: string): HTMLElement | undefined {
  const slot = within.querySelector<HTMLElement>(`[data-slot="${name}"]`) ?? undefined;
  slot?.replaceChildren();
  return slot;
}

/** Renders into a slot. A page without it is left as it is. */
export function fillSlot(within: ParentNode, name: string, content: ComponentChild): void {
  const slot = slotIn(within, name);
  if (slot) render(content, slot);
}
