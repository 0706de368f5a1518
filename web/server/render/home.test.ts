import { expect, test } from 'vitest';
import { CHAPTER } from '../testing/chapter.ts';
import { renderHome } from './index.ts';

const assets = { script: '/app/main.js', styles: [], entry: { script: '', files: [] } };
const entry = (number: number, words: string) => ({
  chapter: { ...CHAPTER, id: `0${number}-${words}`, number, title: words.toUpperCase() },
  progress: {},
  ran: [],
});
const ENTRIES = [entry(2, 'second'), entry(1, 'first')];
const course = {
  title: 'The book',
  forWhom: 'For you.',
  needs: 'You need time.',
  parts: [
    { title: 'Begin', chapters: ['first'] },
    { title: 'Nothing yet', chapters: ['third'] },
  ],
};

const order = (html: string, ...words: string[]) => words.map((word) => html.indexOf(word));
const rising = (places: number[]) =>
  places.every((place, index) => place >= 0 && place > (places[index - 1] ?? -1));

test('the home page says for whom the book is, how long it takes, and has the parts of the course', () => {
  const html = renderHome(ENTRIES, { course, lastRuns: [], assets });
  const words = [
    'The book',
    'For you. You need time.',
    'Begin: chapter 1, FIRST',
    '10 minutes in all',
    '0 of 6',
  ];
  expect(rising(order(html, ...words, 'Part 1', '</span> Begin', '>FIRST<', '>SECOND<'))).toBe(true);
  // A part whose chapters are not written is not shown.
  expect(html).not.toContain('Nothing yet');
});

test('the home page leads to the step that was run last', () => {
  const lastRuns = [{ chapter: 'second', step: 'inside' }];
  const html = renderHome(ENTRIES, { course, lastRuns, assets });
  expect(html).toContain('href="/chapter/02-second#step-inside">Continue: chapter 2, step inside<');
});

test('chapters without a course are one list, and no chapters are said to be none', () => {
  const html = renderHome(ENTRIES, { lastRuns: [], assets });
  expect(rising(order(html, '>FIRST<', '>SECOND<'))).toBe(true);
  expect(html).not.toContain('Part 1');
  expect(renderHome([], { lastRuns: [], assets })).toContain('There are no chapters here yet.');
});
