import { expect, it } from 'vitest';
import { takeOver } from './slots.ts';

it('says which place is missing in a page of another version', () => {
  const within = { querySelector: () => null } as unknown as ParentNode;
  expect(() => takeOver(within, { banner: 'text' })).toThrow('The page has no place for banner.');
});
