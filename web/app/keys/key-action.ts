/** Which key of the page's own does what. Pure: what was pressed comes in, what is meant comes out. */

export type KeyAction = 'next-step' | 'previous-step' | 'run-and-next' | 'keys' | 'search';

/** The parts of a keydown event that tell. */
export interface Pressed
  extends Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat'> {
  /** In a field or a terminal, where keys are text, or while a dialog is open, which has keys of its own. */
  readonly elsewhere: boolean;
}

/** @returns undefined for a key that is the browser's, a field's or the terminal's */
export function keyAction({
  key,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
  repeat,
  elsewhere,
}: Pressed): KeyAction | undefined {
  if (elsewhere || altKey) return undefined;
  const letter = key.toLowerCase();
  if (ctrlKey || metaKey) return letter === 'k' && !shiftKey ? 'search' : undefined;
  // A finger that rests on the keys walks through the steps, and runs only one of them.
  if (key === 'Enter') return shiftKey && !repeat ? 'run-and-next' : undefined;
  switch (letter) {
    case 'j':
      return 'next-step';
    case 'k':
      return 'previous-step';
    case '/':
      return 'search';
    case '?':
      return 'keys';
    default:
      return undefined;
  }
}
