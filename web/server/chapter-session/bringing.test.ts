import { expect, test } from 'vitest';
import { Bringing, follow } from './bringing.ts';

type Shown = ReturnType<typeof follow>;
type BringEvent = Parameters<typeof follow>[1];

const kit = { type: 'step', name: 'kit', done: 1, of: 3 } as const;
const stage = { type: 'step', name: 'kit' } as const;
const begun: Shown = { to: 'here', state: 'begun', done: 0, of: 3 };
const running: Shown = { to: 'here', state: 'running', done: 1, of: 3, stage };
const ending: Shown = { ...running, state: 'ending' };
const stopped: Shown = { ...running, state: 'stopped' };

test.each<[what: string, before: Shown, event: BringEvent, after: Shown]>([
  ['it begins', undefined, { type: 'begins', to: 'here', of: 3 }, begun],
  ['it begins after it has stopped', stopped, { type: 'begins', to: 'here', of: 3 }, begun],
  ['a stage', begun, { type: 'stage', stage: kit }, running],
  ['Cancel while a stage is at work', running, { type: 'cancel' }, ending],
  ['Cancel again', ending, { type: 'cancel' }, ending],
  ['Cancel while the sandbox is built', begun, { type: 'cancel' }, { ...begun, state: 'ending' }],
  ['Cancel after it has stopped', stopped, { type: 'cancel' }, stopped],
  ['Cancel when there is nothing to cancel', undefined, { type: 'cancel' }, undefined],
  ['a stage that was begun just before', ending, { type: 'stage', stage: kit }, ending],
  ['it stops', ending, { type: 'stops', stage: kit }, stopped],
  [
    'it stops in trouble',
    running,
    { type: 'stops', stage: kit, trouble: 'exit status 1' },
    { ...stopped, trouble: 'exit status 1' },
  ],
  ['it arrives', running, { type: 'ends' }, undefined],
  ['it arrives though it was cancelled', ending, { type: 'ends' }, undefined],
])('%s', (_what, before, event, after) => expect(follow(before, event)).toEqual(after));

test('each way has a Cancel of its own', () => {
  const bringing = new Bringing();
  const first = bringing.begin('here', 3);
  bringing.cancel();
  const second = bringing.begin('there', 3);
  expect([first.aborted, second.aborted]).toEqual([true, false]);
});

test('only what has stopped is forgotten', () => {
  const bringing = new Bringing();
  expect(bringing.forget()).toBe(false);
  bringing.begin('here', 3);
  expect(bringing.forget()).toBe(false);
  bringing.follow({ type: 'stops', stage: kit });
  expect(bringing.forget()).toBe(true);
  expect(bringing.shown).toBeUndefined();
});
