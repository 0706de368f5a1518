import { expect, test } from 'vitest';
import { inTurns } from './in-turns.ts';

test.each([
  [[], []],
  [[[]], []],
  [[[1, 2, 3]], [1, 2, 3]],
  [
    [[1, 2, 3], [], [4], [5, 6]],
    [1, 4, 5, 2, 6, 3],
  ],
])('%j in turns is %j', (lists, expected) => expect(inTurns<number>(lists)).toEqual(expected));
