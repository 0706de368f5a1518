import { expect, test } from 'vitest';
import type { Step } from '../../../runner/chapter/model.ts';
import { CHAPTER } from '../testing/chapter.ts';
import { type Missing, SandboxHistory } from './history.ts';

const [plain] = CHAPTER.steps;
if (!plain) throw new Error('the chapter has no step');
const NEEDED = ['a', 'b', 'ex', 'c'];

/** `a` ran well, `a!` failed, `a-` was refused, `a?` waits for keys, `(ex)` was solved, `~worker` was reset. */
function after(deeds: string): SandboxHistory {
  const history = new SandboxHistory();
  for (const deed of deeds.split(' ').filter(Boolean)) {
    const name = deed.replaceAll(/[^a-z]/g, '');
    if (deed.startsWith('(')) history.solved(name);
    else if (deed.startsWith('~')) history.rebuilt(name);
    else {
      const step: Step = { ...plain, name, interactive: deed.endsWith('?') } as Step;
      const outcome = deed.endsWith('-') ? 'refused' : deed.endsWith('=') ? 'skipped' : 'ran';
      const exit = deed.endsWith('!') ? 1 : 0;
      history.ran(step, { step: name, host: 'worker', outcome, exit, output: '', ms: 1 });
    }
  }
  return history;
}

const rest = (from: string): Missing => ({ type: 'rest', from });
const all = (why: string): Missing => ({ type: 'all', why });

test.each<[what: string, deeds: string, missing: Missing]>([
  ['an untouched sandbox', '', rest('a')],
  ['the first steps', 'a b', rest('ex')],
  ['an exercise that was solved', 'a b (ex)', rest('c')],
  ['everything', 'a b (ex) c', { type: 'nothing' }],
  ['a step twice in a row', 'a a b', rest('ex')],
  ['a step twice in a row, in vain the second time', 'a a! b', rest('ex')],
  ['a step that failed first', 'a! a b', rest('ex')],
  ['a step that failed', 'a b!', all('b did not end as in the chapter.')],
  ['a step that no shell took', 'a b-', rest('b')],
  ['a step whose feature the kernel lacks', 'a b=', rest('ex')],
  ['a step that waits for keys', 'a keys? b', rest('ex')],
  ['an exercise that stays solved', 'a b (ex) c (ex)', { type: 'nothing' }],
  ['a step left out', 'a (ex)', all('ex has run when b was next.')],
  ['an exercise from further on', 'a (later) b', rest('ex')],
  ['an exercise left out', 'a b c', all('c has run when ex was next.')],
  ['another order', 'b a', all('b has run when a was next.')],
  ['a step again, later', 'a b a', all('a has run when ex was next.')],
  ['a step again, at the end', 'a b (ex) c a', all('a has run again, out of its order.')],
  ['a step from further on', 'a b (ex) c z', all('z has run, which comes later.')],
  ['a host that was reset', 'a ~worker', all('worker was reset.')],
  ['a host that was reset before anything ran', '~worker a', rest('b')],
])('after %s', (_what, deeds, missing) => expect(after(deeds).missing(NEEDED)).toEqual(missing));

test('a new sandbox has no history', () => {
  const history = after('a ~worker c');
  history.clear();
  expect(history.missing(NEEDED)).toEqual(rest('a'));
});
