import { describe, expect, it } from 'vitest';
import type { LiveCheck, ServerMessage } from '../protocol.ts';
import { INITIAL, type PageEvent, type PageState, reduce } from './state.ts';

const check = (verdict: LiveCheck['verdict'], id = 'c'): LiveCheck => ({
  id,
  kind: 'link',
  title: `the ${id}`,
  verdict,
  diagnosis: `it is ${verdict}`,
  evidence: [],
  ms: 1,
});
const hello = (changes: Partial<Extract<ServerMessage, { type: 'hello' }>> = {}): PageEvent => ({
  type: 'hello',
  chapter: 'c',
  hosts: ['worker'],
  sandbox: 'a',
  items: {},
  runs: {},
  checks: {},
  touched: [],
  hints: {},
  predictions: {},
  ...changes,
});
const lab = (changes: Partial<Extract<ServerMessage, { type: 'lab' }>> = {}): PageEvent => ({
  type: 'lab',
  state: 'ready',
  sandbox: 'a',
  ...changes,
});
const checks = (touched: boolean, ...results: LiveCheck[]): PageEvent => ({
  type: 'checks',
  exercise: 'e',
  results,
  touched,
});
const askedVerdict: PageEvent = { type: 'asked-verdict', item: 'e' };
const run = { step: 's', host: 'worker', outcome: 'ran', exit: 0, output: '', ms: 1 } as const;
const ran: PageEvent = { type: 'ran', runId: 'r', step: 's', run };

const seen = (agrees: boolean): PageEvent => ({
  type: 'prediction',
  prediction: 'p',
  state: { expected: 1, seen: { shows: 1, agrees } },
});

const pageAfter = (...events: PageEvent[]): PageState => events.reduce(reduce, INITIAL);

describe('the page after', () => {
  it.each<[what: string, events: PageEvent[], state: Partial<PageState> | Record<string, unknown>]>([
    ['nothing', [], { connection: 'connecting', greeted: false }],
    ['hello', [hello()], { connection: 'open', greeted: true, sandbox: 'a', lab: { state: 'unknown' } }],
    ['a lost connection', [hello(), { type: 'connection', connection: 'lost' }], { connection: 'lost' }],
    [
      'the condition of the lab',
      [hello(), lab({ state: 'working', doing: 'x' })],
      { lab: { state: 'working' } },
    ],
    ['a failed lab', [askedVerdict, lab({ state: 'failed', error: 'x' })], { judging: {} }],
    ['a lost sandbox', [hello(), lab({ lost: { reached: 's' } })], { lab: { lost: { reached: 's' } } }],
    ['what is done about it', [lab({ lost: {} }), lab()], { lab: { state: 'ready' } }],
    [
      'another sandbox in the same connection',
      [hello(), lab(), ran, lab({ sandbox: 'b' })],
      { sandbox: 'b', steps: { s: { result: { stale: true } } } },
    ],
    ['a reset', [hello(), lab(), ran, { type: 'cleared' }], { steps: {}, said: 'The sandbox was reset.' }],
    ['a run', [hello(), ran], { steps: { s: { phase: 'idle' } }, said: 'Step s: status 0.' }],
    [
      'a shell that is free again',
      [
        hello(),
        { ...ran, run: { ...run, outcome: 'refused', busy: { by: 'shell' } } },
        { type: 'shell', host: 'worker', state: 'prompt' },
      ],
      { shells: { worker: 'prompt' }, steps: { s: { notRun: undefined } } },
    ],
    [
      'an expectation',
      [hello(), { type: 'prediction', prediction: 'p', state: { expected: 1 } }],
      { predictions: { p: { expected: 1 } }, said: '' },
    ],
    [
      'an expectation that comes true',
      [hello({ predictions: { p: { expected: 1 } } }), seen(true)],
      { predictions: { p: { seen: { agrees: true } } }, said: 'The step shows what you expected.' },
    ],
    [
      'one that does not',
      [hello(), seen(false)],
      { said: 'The step shows something else than you expected.' },
    ],
    ['one that was told before', [hello(), seen(false), ran, seen(false)], { said: 'Step s: status 0.' }],
    ['checks of what was begun', [checks(true, check('fail'))], { touched: { e: true } }],
    [
      'checks of what a step undid',
      [checks(true, check('fail')), checks(false, check('fail'))],
      { touched: {} },
    ],
    [
      'a passed check',
      [checks(true, check('fail')), checks(true, check('pass'))],
      { said: 'Passed: the c.' },
    ],
    [
      'a tick that went away',
      [checks(true, check('pass')), checks(true, check('fail'))],
      { said: 'No longer passed: the c.' },
    ],
    [
      'a verdict that was asked for',
      [askedVerdict, checks(true, check('fail'))],
      { judging: {}, tooEarly: {} },
    ],
    ['one that is not complete', [askedVerdict, checks(true, check('waiting'))], { judging: { e: true } }],
    [
      'one that was asked for too early',
      [askedVerdict, checks(false, check('fail'))],
      { judging: {}, tooEarly: { e: true } },
    ],
    [
      'the beginning after that',
      [askedVerdict, checks(false, check('fail')), checks(true, check('fail'))],
      { tooEarly: {} },
    ],
    ['one that is well without the learner', [askedVerdict, checks(false, check('pass'))], { tooEarly: {} }],
    ['a look that nobody asked for', [checks(false, check('fail'))], { tooEarly: {} }],
    [
      'an answer',
      [
        { type: 'asked-verdict', item: 'q' },
        { type: 'answered', question: 'q', result: check('pass') },
      ],
      { judging: {}, answers: { q: check('pass') }, said: 'it is pass' },
    ],
    [
      'hints',
      [{ type: 'hints', item: 'e', shown: ['one'], total: 2 }],
      { hints: { e: { shown: ['one'], total: 2 } } },
    ],
    [
      'progress',
      [{ type: 'progress', item: 'e', progress: { done: true, points: 1, possible: 1, hintsShown: 0 } }],
      { items: { e: { done: true } } },
    ],
    [
      'an error',
      [askedVerdict, { type: 'error', message: 'no' }],
      { notice: { message: 'no' }, judging: {} },
    ],
    [
      'an error that was read',
      [{ type: 'error', message: 'no' }, { type: 'notice-read' }],
      { notice: undefined },
    ],
    ['a tab', [{ type: 'show-terminal', host: 'worker' }], { terminal: 'worker' }],
    ['the sheet', [{ type: 'sheet', open: true }], { sheet: true }],
  ])('%s', (_what, events, state) => {
    const found = pageAfter(...events);
    expect(found).toMatchObject(state);
    // toMatchObject takes {} for any object.
    for (const [key, value] of Object.entries(state)) {
      if (JSON.stringify(value) === '{}') expect(found[key as keyof PageState], key).toEqual({});
    }
  });

  it('a loss that is made good has no word of it any more', () => {
    expect(pageAfter(lab({ lost: {} }), lab()).lab.lost).toBeUndefined();
  });

  it('a reconnection to another sandbox says what was not run', () => {
    const asked: PageEvent = { type: 'asked-run', runId: 'r', step: 's' };
    const lost: PageEvent = { type: 'connection', connection: 'lost' };
    expect(pageAfter(hello(), lab(), lost, asked, hello({ sandbox: null })).steps.s).toMatchObject({
      phase: 'idle',
      notRun: { outcome: 'refused' },
    });
    expect(pageAfter(hello(), lab(), lost, asked, hello()).steps.s?.phase).toBe('asked');
    expect(pageAfter(hello({ sandbox: null }), lost, asked, hello()).steps.s?.phase).toBe('asked');
  });
});

it('the page knows where the reader is, and when he is above all of it', () => {
  const there = reduce(INITIAL, { type: 'here', anchor: 'step-first' });
  expect(there.here).toBe('step-first');
  expect(reduce(there, { type: 'here', anchor: undefined }).here).toBeUndefined();
});
