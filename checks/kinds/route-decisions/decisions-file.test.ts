import { describe, expect, test } from 'vitest';
import { readDecisions } from './decisions-file.ts';

describe('decisions, as people write them', () => {
  test.each([
    ['10.0.0.2 on-link', 'on-link'],
    ['10.0.0.2   On Link', 'on-link'],
    ['10.0.0.2: onlink  # a neighbour', 'on-link'],
    ['10.0.0.2 direct', 'on-link'],
    ['  10.0.0.2 -> 10.0.0.254', '10.0.0.254'],
    ['10.0.0.2 = via 10.0.0.254', '10.0.0.254'],
    ['10.0.0.2 gateway 10.0.0.254\r', '10.0.0.254'],
    ['10.0.0.2 unreachable', 'unreachable'],
    ['10.0.0.2 local', 'local'],
    ['10.0.0.2 broadcast', 'broadcast'],
  ])('%j', (line, decision) => {
    expect(readDecisions(`\n# my decisions\n${line}\n`)).toMatchObject({
      written: [{ number: 3, address: '10.0.0.2', decision }],
      open: [],
      unreadable: [],
    });
  });
});

test('an address without a decision is open', () => {
  expect(readDecisions('10.0.0.2\n10.0.0.3:\n')).toMatchObject({
    open: ['10.0.0.2', '10.0.0.3'],
    written: [],
  });
});

test.each([
  ['on-link', 'does not begin with an IPv4 address'],
  ['10.0.0.300 on-link', 'does not begin with an IPv4 address'],
  ['10.0.0.2 gateway', '"gateway" is no decision'],
  ['10.0.0.2 via 10.0.0', '"via 10.0.0" is no decision'],
  ['10.0.0.2 perhaps', '"perhaps" is no decision'],
  ['\u0000\u0001', 'does not begin'],
])('cannot be read: %j', (line, why) => {
  const { unreadable, written } = readDecisions(line);
  expect(written).toEqual([]);
  expect(unreadable).toMatchObject([{ number: 1, why: expect.stringContaining(why) }]);
});
