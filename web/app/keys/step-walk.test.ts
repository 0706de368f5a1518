import { expect, test } from 'vitest';
import { stepFrom } from './step-walk.ts';

const LINE = 50;

test.each([
  { tops: [], by: 1, to: undefined },
  { tops: [100, 200, 300], by: 1, to: 0 },
  { tops: [100, 200, 300], by: -1, to: undefined },
  { tops: [-300, 49, 50, 300], by: 1, to: 2 },
  { tops: [-300, 49, 50, 300], by: -1, to: 1 },
  { tops: [-300, -200], by: 1, to: undefined },
  { tops: [-300, -200], by: -1, to: 1 },
  // The focus counts, wherever the page was scrolled to.
  { tops: [-300, -200, 100, 300], focus: 0, by: 1, to: 1 },
  { tops: [-300, -200, 100, 300], focus: 3, by: -1, to: 2 },
  { tops: [100, 200], focus: 1, by: 1, to: undefined },
  { tops: [100, 200], focus: 0, by: -1, to: undefined },
] as const)('from $focus of $tops by $by to $to', ({ tops, by, to, ...given }) => {
  const focus = 'focus' in given ? given.focus : undefined;
  const places = tops.map((top, index) => ({ top, focused: index === focus }));
  expect(stepFrom(places, by, LINE)).toBe(to);
});
