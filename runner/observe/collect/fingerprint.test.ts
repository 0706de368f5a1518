import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { HostState, NetworkState } from '../../../checks/network/state/network-state.ts';
import { assembleHost } from './assemble.ts';
import { fingerprint } from './fingerprint.ts';

const raw = JSON.parse(readFileSync(new URL('fixtures/host.json', import.meta.url), 'utf8'));
const state = (parts: Partial<HostState> = {}, others: Partial<NetworkState> = {}): NetworkState => {
  const worker = { ...assembleHost('worker', 'light', raw), ...parts };
  return { depth: 'light', takenAt: 1, hosts: { worker }, ...others };
};

test('the same whenever it was taken and however deep, another when somebody did something', () => {
  const before = fingerprint(state());
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprint(state({}, { takenAt: 2, depth: 'full' }))).toBe(before);
  expect(fingerprint(state({ processes: [] }))).not.toBe(before);
  expect(fingerprint(state({ unreadable: 'no answer' }))).not.toBe(before);
});
