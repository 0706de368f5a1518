import { describe, expect, it } from 'vitest';
import { Touched } from './touched.ts';

type Said = Parameters<Touched['judged']>[1][number];

const says = (verdict: Said['verdict'], diagnosis: string = verdict): Said => ({
  id: 'c',
  verdict,
  diagnosis,
});

/** What happens, in its order; a list of verdicts is what the exercise's one check says next. */
type Event = 'types' | 'step' | 'asks' | 'clear' | Said;

function touchedAfter(events: readonly Event[]): boolean {
  const touched = new Touched(['e', 'other']);
  let before: Said[] = [];
  for (const event of events) {
    if (event === 'types') touched.typed();
    else if (event === 'step') touched.stepRuns();
    else if (event === 'asks') touched.asked('e');
    else if (event === 'clear') touched.clear();
    else {
      touched.judged('e', before, [event]);
      before = [event];
    }
  }
  expect(touched.has('other')).toBe(false);
  expect(touched.all()).toEqual(touched.has('e') ? ['e'] : []);
  return touched.has('e');
}

describe('an exercise', () => {
  it.each<[what: string, events: Event[], touched: boolean]>([
    ['at first', [], false],
    ['when it is looked at for the first time', ['types', says('fail')], false],
    ['when the learner has changed what it says', [says('fail'), 'types', says('fail', 'nearer')], true],
    ['when he has typed something else', [says('fail'), 'types', says('fail')], false],
    ['when only a PID is another', [says('fail', 'pid 1'), 'types', says('fail', 'pid 22')], false],
    ['when a step has changed it', [says('fail'), 'step', says('fail', 'nearer')], false],
    ['when a step came after his typing', [says('fail'), 'types', 'step', says('fail', 'nearer')], false],
    ['when he typed after a step', [says('fail'), 'step', 'types', says('fail', 'nearer')], true],
    ['when a check that waited speaks', [says('waiting'), 'types', says('fail')], false],
    ['when a check falls silent', [says('fail'), 'types', says('waiting')], false],
    ['when he asks without having typed', [says('fail'), 'asks'], false],
    ['when he asks after typing', [says('fail'), 'types', says('fail'), 'asks'], true],
    ['when he breaks what he solved', [says('fail'), 'types', says('pass'), says('fail')], true],
    ['when a step undoes what he solved', [says('fail'), 'types', says('pass'), 'step', says('fail')], false],
    [
      'when he then asks, without having done it again',
      [says('fail'), 'types', says('pass'), 'step', says('fail'), 'asks'],
      false,
    ],
    [
      'when a step changes what he is at work on',
      [says('fail'), 'types', says('fail', 'nearer'), 'step', says('fail', 'other')],
      true,
    ],
    ['in a new sandbox', [says('fail'), 'types', says('fail', 'nearer'), 'clear'], false],
    ['in a new sandbox that nobody typed in', ['types', 'clear', says('fail'), 'asks'], false],
  ])('%s', (_what, events, touched) => {
    expect(touchedAfter(events)).toBe(touched);
  });
});
