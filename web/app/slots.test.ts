import { expect, it } from 'vitest';
import { fillSlot, slotIn } from './slots.ts';

/** A part of a page with one slot, as far as slots.ts looks at it. */
function page(slot: string) {
  const found = {
    children: ['what the server wrote'],
    replaceChildren() {
      found.children = [];
    },
  };
  const asked: string[] = [];
  const within = {
    querySelector(selector: string) {
      asked.push(selector);
      return selector === `[data-slot="${slot}"]` ? found : null;
    },
  } as unknown as ParentNode;
  return { within, found, asked };
}

it('finds the slot and takes out what the server wrote there', () => {
  const { within, found } = page('run');
  expect(slotIn(within, 'run')).toBe(found);
  expect(found.children).toEqual([]);
});

it('leaves a page alone that has no such slot', () => {
  const { within, found, asked } = page('run');
  expect(slotIn(within, 'banner')).toBeUndefined();
  expect(() => fillSlot(within, 'banner', 'text')).not.toThrow();
  expect(asked).toEqual(['[data-slot="banner"]', '[data-slot="banner"]']);
  expect(found.children).toEqual(['what the server wrote']);
});
