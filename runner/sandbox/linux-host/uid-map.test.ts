import { describe, expect, test } from 'vitest';
import { chooseMode, type IdFacts, ROOT_MAPS, subordinateRange, uidMap } from './uid-map.ts';

const ANN: IdFacts = {
  uid: 1000,
  gid: 1001,
  user: 'ann',
  subuid: 'bob:100000:65536\nann:165536:65536\n',
  subgid: 'ann:231072:70000\n',
  newuidmap: true,
};

describe('the mode that the facts allow', () => {
  test.each<[string, Partial<IdFacts>, string]>([
    ['root stays root, whatever else there is', { uid: 0, user: 'root' }, 'root'],
    ['an ordinary user with everything', {}, 'range'],
    ['no newuidmap', { newuidmap: false }, 'single'],
    ['no line in subuid', { subuid: 'bob:100000:65536\n' }, 'single'],
    ['no line in subgid', { subgid: '' }, 'single'],
    ['a range that is too short', { subuid: 'ann:100000:1000' }, 'single'],
    ['a line by number', { subuid: '1000:100000:65536', subgid: '1000:100000:65536' }, 'range'],
  ])('%s', (_, facts, mode) => {
    expect(chooseMode({ ...ANN, ...facts })).toBe(mode);
  });
});

test('a second range of the user is found when the first is too short', () => {
  expect(subordinateRange('ann:1:10\nann:200000:65536\n', 'ann', 1000)).toEqual({
    start: 200000,
    count: 65536,
  });
});

test('malformed lines are no ranges', () => {
  for (const line of ['ann', 'ann:x:65536', 'ann:1:', '', '# ann:1:65536']) {
    expect(subordinateRange(line, 'ann', 1000)).toBeUndefined();
  }
});

test('range: the user is the sandbox’s outer root, the hosts get his subordinate ids', () => {
  expect(uidMap('range', ANN)).toEqual({
    mode: 'range',
    writer: 'newuidmap',
    uid: '0 1000 1 1 165536 65536',
    gid: '0 1001 1 1 231072 65536',
  });
});

test('root: nothing in the lab is the machine’s root', () => {
  expect(uidMap('root', { ...ANN, uid: 0, gid: 0 })).toMatchObject({
    writer: 'proc',
    uid: '0 1000000000 65537',
  });
});

test('root: no two maps have an id in common, and the last one ends below 2^31', () => {
  const first = (which: number) => Number(uidMap('root', { ...ANN, uid: 0 }, which).uid.split(' ')[1]);
  expect(first(1) - first(0)).toBe(65_537);
  expect(first(ROOT_MAPS - 1) + 65_537).toBeLessThan(2 ** 31);
});

test('single: one id', () => {
  expect(uidMap('single', ANN)).toMatchObject({ writer: 'proc', uid: '0 1000 1', gid: '0 1001 1' });
});

test.each<[string, Parameters<typeof uidMap>[0], Partial<IdFacts>, RegExp]>([
  ['root without being it', 'root', {}, /not root/],
  ['range without newuidmap', 'range', { newuidmap: false }, /package uidmap/],
  ['range without subuid', 'range', { subuid: '' }, /ann in \/etc\/subuid/],
  ['range without subgid', 'range', { subgid: '' }, /ann in \/etc\/subgid/],
])('a mode that is asked for and cannot be: %s', (_, mode, facts, why) => {
  expect(() => uidMap(mode, { ...ANN, ...facts })).toThrow(why);
});
