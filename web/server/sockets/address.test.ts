import { expect, test } from 'vitest';
import { CHAPTER } from '../testing/chapter.ts';
import { destination } from './address.ts';

const find = (url: string) => destination(url, (id) => (id === CHAPTER.id ? CHAPTER : undefined));

test('control and terminals of the chapter', () => {
  expect(find('/ws/chapter/01-small')).toEqual({ to: 'control', chapter: CHAPTER });
  expect(find('/ws/chapter/01-small/terminal/worker2')).toEqual({
    to: 'terminal',
    chapter: CHAPTER,
    host: 'worker2',
  });
});

test.each([
  '/ws/chapter/02-other',
  '/ws/chapter/01-small/terminal/control-plane',
  '/ws/chapter/01-small/terminal/',
  '/ws/chapter/01-small/',
  '/ws/chapter/01-small?x=1',
  '/ws/chapter/../chapter/01-small',
  '/ws/chapter/01-small/terminal/..%2fworker',
  '/ws/chapter/constructor',
  '/',
])('nothing at %s', (url) => {
  expect(find(url)).toBeUndefined();
});
