import { describe, expect, it } from 'vitest';
import type { Cost } from '../../../checks/kind.ts';
import { sameCause } from './causes.ts';

interface Row {
  readonly id: string;
  readonly verdict: string;
  readonly diagnosis: string;
  readonly missing?: string;
  readonly cost: Cost;
}

const row = (id: string, diagnosis: string, more: Partial<Row> = {}): Row => ({
  id,
  diagnosis,
  verdict: 'fail',
  cost: 'state',
  ...more,
});
const server = { missing: 'namespace server on worker' };

describe('sameCause', () => {
  it.each<[what: string, rows: Row[], because: Record<string, string>]>([
    ['nothing fails', [row('a', 'well', { verdict: 'pass' }), row('b', 'well', { verdict: 'pass' })], {}],
    ['two mistakes are two causes', [row('a', 'lo is DOWN'), row('b', 'nobody listens')], {}],
    ['the same words', [row('a', 'no route'), row('b', 'no route'), row('c', 'DOWN')], { b: 'a' }],
    [
      'what looks into a namespace that is not there, in whatever words',
      [row('exists', 'there is none', server), row('lo', 'no such namespace', server), row('c', 'other')],
      { lo: 'exists' },
    ],
    [
      'another namespace is another cause',
      [row('a', 'x', server), row('b', 'y', { missing: 'namespace db on worker' })],
      {},
    ],
    [
      'traffic while the state is wrong',
      [
        row('up', 'lo is DOWN'),
        row('answers', 'timeout', { cost: 'probe' }),
        row('load', 'n', { cost: 'load' }),
      ],
      { answers: 'up', load: 'up' },
    ],
    [
      'traffic while the state is right',
      [row('up', 'well', { verdict: 'pass' }), row('answers', 'timeout', { cost: 'probe' })],
      {},
    ],
    [
      'state after traffic has its own cause, for the order of the list is not that of the work',
      [row('answers', 'timeout', { cost: 'probe' }), row('up', 'lo is DOWN')],
      {},
    ],
    [
      'a check that could not look explains no failure',
      [row('a', 'could not look', { verdict: 'error' }), row('b', 'timeout', { cost: 'probe' })],
      {},
    ],
    [
      'what could not be looked at for one reason is said once',
      [row('a', 'gone', { verdict: 'error' }), row('b', 'gone', { verdict: 'error' })],
      { b: 'a' },
    ],
    ['waiting is no failure', [row('a', 'x'), row('b', 'x', { verdict: 'waiting' })], {}],
  ])('%s', (_what, rows, because) => {
    expect(Object.fromEntries(sameCause(rows, ({ cost }) => cost))).toEqual(because);
  });
});
