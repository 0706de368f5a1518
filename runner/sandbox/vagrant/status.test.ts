import { expect, test } from 'vitest';
import { parseSnapshots, parseStatus } from './status.ts';

test('the states of machines', () => {
  const text = [
    '1790000000,worker,metadata,provider,libvirt',
    '1790000000,worker,provider-name,libvirt',
    '1790000000,worker,state,running',
    '1790000000,worker,state-human-short,running',
    '1790000000,worker2,state,not_created',
    '1790000000,,ui,info,Current machine states:\\n\\nworker running',
  ].join('\n');
  expect([...parseStatus(text)]).toEqual([
    ['worker', 'running'],
    ['worker2', 'not_created'],
  ]);
});

test.each([
  ['one', '==> worker: \nready\n', ['ready']],
  ['none', '==> worker: No snapshots have been taken yet!\n    worker: You can take a snapshot\n', []],
  ['nothing', '', []],
])('snapshots: %s', (_, text, names) => {
  expect(parseSnapshots(text)).toEqual(names);
});
