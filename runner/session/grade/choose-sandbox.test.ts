import { expect, test } from 'vitest';
import { LOCAL, learnerName } from '../learner.ts';
import { chooseSandbox } from './choose-sandbox.ts';

function record(id: string, labels: Record<string, string>) {
  return {
    id,
    driver: 'namespaces',
    topology: { segments: [], hosts: [] },
    variables: {},
    labels,
    createdAt: '',
  };
}

const mine = record('mine', { chapter: '04', learner: learnerName(LOCAL) });
const kept = record('kept', { chapter: '04' });
const guests = record('guests', { chapter: '04', learner: 'guest@https://idp.test' });
const other = record('other', { chapter: '05', learner: learnerName(LOCAL) });

test.each([
  ["the learner's own, whoever else is in the chapter", [guests, mine, other], undefined, 'mine'],
  ['one that a replay has kept', [guests, kept, other], undefined, 'kept'],
  ["another learner's, by its id", [guests, mine, kept], 'guests', 'guests'],
])('%s', (_what, running, id, chosen) => {
  expect(chooseSandbox(running, LOCAL, '04', id).id).toBe(chosen);
});

test('one that was made when the chapter had another number', () => {
  const older = record('older', { chapter: '15-services' });
  expect(chooseSandbox([older, record('x', { chapter: '18-a-bridge' })], LOCAL, '18-services').id).toBe(
    'older',
  );
});

test.each([
  ["another learner's alone is none", [guests, other], undefined, 'No sandbox of 04 is running.'],
  ['an id of another chapter', [mine, other], 'other', 'with the id other'],
  ["one's own and a kept one", [mine, kept, guests], undefined, '2 sandboxes of 04 are running: mine, kept.'],
])('%s', (_what, running, id, words) => {
  expect(() => chooseSandbox(running, LOCAL, '04', id)).toThrow(words);
});
