import { expect, test } from 'vitest';
import { find } from './find.ts';
import type { SearchEntry } from './search-data.ts';

const entry = (kind: SearchEntry['kind'], text: string, place = '4. A bridge'): SearchEntry => ({
  kind,
  text,
  place,
  path: `/chapter/${text}`,
});

const ENTRIES = [
  entry('chapter', 'A bridge'),
  entry('section', 'The switch in the kernel'),
  entry('command', 'ip netns exec red ip route get 10.244.1.2'),
  entry('command', 'ip route add default via 10.244.1.1'),
  entry('command', 'ip route get 203.0.113.10'),
  entry('command', 'bridge fdb show br br0'),
  entry('command', 'ip link set veth-red master br0'),
  entry('exercise', 'Repair the bridge'),
  entry('check', 'veth-db is up, a port of br0'),
  entry('term', 'bridge port'),
];

const texts = (query: string) =>
  find(ENTRIES, query).map(({ title, entries }) => [title, entries.map(({ text }) => text)]);

test.each<[string, ReturnType<typeof texts>]>([
  ['', []],
  ['   ', []],
  ['zebra', []],
  // The beginning of a command comes before the same words within another.
  [
    'ip route get',
    [['Commands', ['ip route get 203.0.113.10', 'ip netns exec red ip route get 10.244.1.2']]],
  ],
  [
    '  IP   Route  G',
    [['Commands', ['ip route get 203.0.113.10', 'ip netns exec red ip route get 10.244.1.2']]],
  ],
  // All words, in any order.
  ['fdb bridge', [['Commands', ['bridge fdb show br br0']]]],
  ['get add', []],
  // The beginning of words only.
  ['ridge', []],
  ['10.244.1.1', [['Commands', ['ip route add default via 10.244.1.1']]]],
  // A word may be the chapter's, but not all of them.
  ['switch bridge', [['Chapters', ['The switch in the kernel']]]],
  [
    'bridge',
    [
      ['Commands', ['bridge fdb show br br0']],
      ['Glossary', ['bridge port']],
      ['Chapters', ['A bridge']],
      ['Exercises', ['Repair the bridge']],
    ],
  ],
  ['repair the bridge', [['Exercises', ['Repair the bridge']]]],
])('%j finds %j', (query, found) => {
  expect(texts(query)).toEqual(found);
});

test('no group is longer than can be looked through', () => {
  const many = Array.from({ length: 40 }, (_, index) => entry('command', `ip link add v${index}`));
  const [group, ...others] = find(many, 'ip link');
  expect(group?.entries.map(({ text }) => text)).toEqual(
    Array.from({ length: 6 }, (_, index) => `ip link add v${index}`),
  );
  expect(others).toEqual([]);
});
