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

test('what chapters were called before is kept; a part may keep the name', () => {
  const renamed = {
    bridges: ['a-bridge', 'switches'],
    switches: ['veth-pairs'],
    services: ['services', 'a-bridge'],
  };
  const lines = Object.entries(renamed).map(([old, now]) => `  ${old}: [${now}]\n`);
  const { course, problems } = parseCourse(`${good}renamed:\n${lines.join('')}`, IDS, 'f');
  expect(problems).toEqual([]);
  expect(course?.renamed).toEqual(renamed);
});

test.each<[string, string, number, RegExp]>([
  [
    'a new name that no chapter has',
    `${good}renamed: { old: [a-brigde] }\n`,
    10,
    /no chapter "a-brigde"; did you mean a-bridge/,
  ],
  [
    'a new name of one who has none',
    `${good}renamed:\n  old: [older]\n  older: [gone]\n`,
    12,
    /no chapter "gone"/,
  ],
  ['no new name', `${good}renamed: { old: [] }\n`, 10, /must name a chapter/],
  ['no list', `${good}renamed: { old: a-bridge }\n`, 10, /must be a list; found "a-bridge"/],
  ['no map', `${good}renamed: [old]\n`, 10, /must be a map/],
  ['names in a circle', `${good}renamed: { a: [b], b: [c], c: [a] }\n`, 10, /"a" leads back to itself/],
  [
    'a chapter that is its own new name',
    `${good}renamed: { services: [services] }\n`,
    10,
    /its own new name/,
  ],
  ['one that is gone, kept as a part', `${good}renamed: { old: [old, a-bridge] }\n`, 10, /no chapter "old"/],
  [
    'a name that a chapter has',
    `${good}renamed: { services: [a-bridge] }\n`,
    10,
    /still is a chapter "services"/,
  ],
  ['one twice', `${good}renamed: { old: [a-bridge, a-bridge] }\n`, 10, /"a-bridge" is named twice/],
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
