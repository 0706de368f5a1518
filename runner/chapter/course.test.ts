import { expect, test } from 'vitest';
import { slugOf } from './chapter-id.ts';
import { parseCourse } from './course.ts';

const good = `title: T
forWhom: W
needs: N
parts:
  - title: One
    chapters: [a-bridge, veth-pairs]
  - title: Two
    chapters:
      - services
`;
const IDS = ['03-veth-pairs', '04-a-bridge', '15-services'];

test('parts have their chapters, in the order of the file', () => {
  expect(parseCourse(good, IDS, 'f')).toEqual({
    course: {
      title: 'T',
      forWhom: 'W',
      needs: 'N',
      parts: [
        { title: 'One', chapters: ['a-bridge', 'veth-pairs'] },
        { title: 'Two', chapters: ['services'] },
      ],
    },
    problems: [],
  });
  expect(['04-a-bridge', 'odd'].map(slugOf)).toEqual(['a-bridge', 'odd']);
});

test.each<[string, string, number, RegExp]>([
  ['a chapter in no part', good.replace(', veth-pairs', ''), 4, /chapter "veth-pairs" is in no part/],
  ['a chapter in two', good.replace('services', 'a-bridge'), 9, /"a-bridge" is named on line 6 already/],
  [
    'no such chapter',
    good.replace('a-bridge', 'a-brigde'),
    6,
    /no chapter "a-brigde"; did you mean a-bridge\?/,
  ],
  ['no list', good.replace('[a-bridge, veth-pairs]', 'a-bridge'), 6, /must be a list; found "a-bridge"/],
  ['an empty part', good.replace('[a-bridge, veth-pairs]', '[]'), 6, /must name a chapter/],
  ['another word', good.replace('needs:', 'need:'), 3, /unknown argument need; did you mean needs\?/],
  ['a word missing', good.replace('needs: N\n', ''), 1, /needs is missing/],
  ['words missing', good.replace('forWhom: W', 'forWhom: ""'), 2, /forWhom must not be empty/],
  ['no YAML', `${good}title: again\n`, 10, /bad YAML/],
  ['a list', '- a\n', 1, /must be a map/],
])('%s', (_what, source, line, message) => {
  const { problems } = parseCourse(source, IDS, 'course.yaml');
  expect(problems).toContainEqual({ file: 'course.yaml', line, message: expect.stringMatching(message) });
});
