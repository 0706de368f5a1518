import { describe, expect, it, test } from 'vitest';
import { readPredictions } from './predictions-file.ts';

describe('predictions, as people write them', () => {
  test.each([
    'call prerouting forward',
    'call: PREROUTING FORWARD',
    '  Call = prerouting, forward  # by the node',
    'call -> prerouting -> forward\r',
    'call\tprerouting > forward',
  ])('%j', (line) => {
    expect(readPredictions(`\n# mine\n${line}\n`)).toMatchObject({
      written: [{ packet: 'call', hooks: ['prerouting', 'forward'] }],
      open: [],
      unreadable: [],
    });
  });
  it('none is said by a word, and nothing is not decided yet', () => {
    expect(readPredictions('call none\nself\nother:\n')).toMatchObject({
      written: [{ packet: 'call', hooks: [] }],
      open: ['self', 'other'],
    });
  });
});

test.each(['call by lo', 'call none input', 'call pre_routing', '\u0000 \u0001'])(
  'cannot be read: %j',
  (line) => {
    const { written, unreadable } = readPredictions(line);
    expect(written).toEqual([]);
    expect(unreadable).toMatchObject([{ number: 1, why: expect.stringContaining('is no hook') }]);
  },
);
