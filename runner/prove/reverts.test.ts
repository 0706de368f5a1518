import { expect, test } from 'vitest';
import type { CheckKind } from '../../checks/kind.ts';
import type { Revert } from '../../checks/revert.ts';
import type { Check } from '../chapter/model.ts';
import { revertsOf } from './reverts.ts';

const check = (id: string): Check => ({ id, kind: id, source: {}, line: 1 });
const reverts: Readonly<Record<string, Revert<unknown>>> = {
  everything: { takes: 'netns', script: () => 'delete all of it' },
  device: { takes: 'interface', script: () => 'delete the device' },
  another: { takes: 'interface', script: () => 'delete the other device' },
  file: { takes: 'file', script: () => 'delete the file' },
  silence: { takes: 'echo-path', script: () => undefined },
};
const planned = (ids: readonly string[], host = 'worker') =>
  revertsOf(ids.map(check), ({ id }) => {
    const revert = reverts[id];
    return [{ kind: { ...(revert && { revert }) } as CheckKind<unknown>, args: { host } }];
  });

test('what takes everything along comes last; equals keep the order of the chapter', () => {
  const ids = planned(['everything', 'device', 'file', 'another']).map((one) => one.check.id);
  expect(ids).toEqual(['file', 'device', 'another', 'everything']);
});

test('what no general way is known for is left out', () => {
  expect(planned(['silence', 'a kind without one'])).toEqual([]);
});

test('it runs on the host where the check looks', () => {
  expect(planned(['file'], 'worker2')).toMatchObject([{ host: 'worker2', script: 'delete the file\n' }]);
});
