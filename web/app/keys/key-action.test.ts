import { expect, test } from 'vitest';
import { keyAction, type Pressed } from './key-action.ts';

const plain: Pressed = {
  key: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  elsewhere: false,
};

test.each<[Partial<Pressed>, ReturnType<typeof keyAction>]>([
  [{ key: 'j' }, 'next-step'],
  [{ key: 'J' }, 'next-step'],
  [{ key: 'j', repeat: true }, 'next-step'],
  [{ key: 'k' }, 'previous-step'],
  [{ key: 'k', ctrlKey: true }, 'search'],
  [{ key: 'k', metaKey: true }, 'search'],
  [{ key: '/' }, 'search'],
  // On some keyboards Shift is what makes a slash.
  [{ key: '/', shiftKey: true }, 'search'],
  [{ key: '?', shiftKey: true }, 'keys'],
  [{ key: 'Enter', shiftKey: true }, 'run-and-next'],
  [{ key: 'Enter', shiftKey: true, repeat: true }, undefined],
  [{ key: 'Enter' }, undefined],
  [{ key: 'Enter', ctrlKey: true, shiftKey: true }, undefined],
  [{ key: 'K', ctrlKey: true, shiftKey: true }, undefined],
  [{ key: 'j', ctrlKey: true }, undefined],
  [{ key: 'j', altKey: true }, undefined],
  [{ key: 'x' }, undefined],
])('%o means %s', (pressed, action) => {
  expect(keyAction({ ...plain, ...pressed })).toBe(action);
  expect(keyAction({ ...plain, ...pressed, elsewhere: true })).toBeUndefined();
});
