/** Islands: places in the page whose components the server has rendered and the browser takes over. */
import { type ComponentChild, hydrate } from 'preact';

/** What belongs into each place, by the name in its `data-slot`. */
export type Slots = Readonly<Record<string, ComponentChild>>;

/** @throws Error when the page has no such place: server and browser are not of one version */
export function takeOver(within: ParentNode, slots: Slots): void {
  for (const [name, content] of Object.entries(slots)) {
    const slot = within.querySelector<HTMLElement>(`[data-slot="${name}"]`);
    if (!slot) throw new Error(`The page has no place for ${name}.`);
    hydrate(content, slot);
  }
}
