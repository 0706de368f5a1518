import { describe, expect, it } from 'vitest';
import { createIntent, type Press } from './intent.ts';

const click = (timeStamp: number, detail = 1): Press => ({ timeStamp, detail });

describe('an intent', () => {
  it.each<[what: string, presses: Press[], meant: boolean[]]>([
    ['a click', [click(0)], [true]],
    ['a double click as the browser counts it', [click(0), click(120, 2)], [true, false]],
    ['a slow double click, by the time that the user has set', [click(0), click(800, 2)], [true, false]],
    ['two quick clicks that nobody counted', [click(0), click(60)], [true, false]],
    ['a burst, however long', [click(0), click(300), click(600), click(900)], [true, false, false, false]],
    ['two clicks with a thought between', [click(0), click(500)], [true, true]],
    ['a click after a burst', [click(0), click(200), click(700)], [true, false, true]],
    ['keys, which count no clicks', [click(0, 0), click(30, 0), click(600, 0)], [true, false, true]],
  ])('%s', (_what, presses, meant) => {
    const intent = createIntent();
    expect(presses.map((press) => intent(press))).toEqual(meant);
  });
});
