import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LOCAL } from '../../../runner/session/learner.ts';
import { ProgressDatabase } from '../progress/database.ts';
import { ProgressStore } from '../progress/store.ts';
import { CHAPTER } from '../testing/chapter.ts';
import { temporaryFolder } from '../testing/folder.ts';
import { Reached } from './reached.ts';

/** Its moments: first, inside, build, mend, last, which. Each `start` is another server on the same progress file. */
function starts(): () => Reached {
  const database = new ProgressDatabase(join(temporaryFolder(), 'progress.sqlite'));
  onTestFinished(() => database.close());
  return () => new Reached(CHAPTER, new ProgressStore(database).of(LOCAL, CHAPTER));
}

describe('after a server that ended', () => {
  it.each<[what: string, before: (reached: Reached) => void, lost: object | undefined]>([
    ['a sandbox that was only looked at is no loss', () => {}, undefined],
    ['one that was typed in is', (reached) => reached.used('a'), {}],
    ['one with a step is, with the step', (reached) => reached.at('a', 'first'), { reached: 'first' }],
    [
      'the furthest place counts, not the last',
      (reached) => {
        reached.at('a', 'build');
        reached.at('a', 'first');
        reached.used('a');
      },
      { reached: 'build' },
    ],
    [
      'of the last sandbox that was used',
      (reached) => {
        reached.at('older', 'last');
        reached.at('a', 'first');
      },
      { reached: 'first' },
    ],
    [
      'nothing, when the learner had wanted it empty',
      (reached) => {
        reached.at('a', 'first');
        reached.forget();
      },
      undefined,
    ],
    [
      'what it was brought to: all before that place',
      (reached) => reached.broughtTo('a', 'mend', false),
      { reached: 'build' },
    ],
    ['or the place itself', (reached) => reached.broughtTo('a', 'mend', true), { reached: 'mend' }],
    ['nothing before the first place', (reached) => reached.broughtTo('a', 'first', false), {}],
    ['no place that the chapter no longer has', (reached) => reached.at('a', 'renamed'), {}],
  ])('%s', (_what, before, lost) => {
    const start = starts();
    const earlier = start();
    earlier.opened('a');
    before(earlier);
    const later = start();
    later.opened('b');
    expect(later.lost).toEqual(lost);
  });

  it('the loss is told until the learner has said what to do about it', () => {
    const start = starts();
    start().at('a', 'first');
    const reached = start();
    reached.opened('b');
    reached.at('b', 'inside');
    expect(reached.lost).toEqual({ reached: 'first' });
    reached.stay();
    expect(reached.lost).toBeUndefined();
    reached.opened('c');
    expect(reached.lost).toEqual({ reached: 'inside' });
    reached.broughtTo('d', 'inside', true);
    expect(reached.lost).toBeUndefined();
  });

  it('a sandbox that is still there is no loss', () => {
    const start = starts();
    start().at('a', 'first');
    const reached = start();
    reached.opened('a');
    expect(reached.lost).toBeUndefined();
    reached.ended();
    expect(reached.lost).toEqual({ reached: 'first' });
  });
});
