import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type {
  HostState,
  NetworkNamespace,
  NetworkState,
} from '../../../checks/network/state/network-state.ts';
import { assembleHost } from './assemble.ts';
import { fingerprint } from './fingerprint.ts';

const worker = assembleHost(
  'worker',
  'light',
  JSON.parse(readFileSync(new URL('fixtures/host.json', import.meta.url), 'utf8')),
);

function state(host: HostState, takenAt = 1): NetworkState {
  return { depth: 'light', takenAt, hosts: { worker: host } };
}
/** The recording with its own namespace changed. */
function own(change: (netns: NetworkNamespace) => Partial<NetworkNamespace>): NetworkState {
  return state({
    ...worker,
    namespaces: worker.namespaces.map((netns) =>
      netns.name === '' ? { ...netns, ...change(netns) } : netns,
    ),
  });
}
const before = fingerprint(state(worker));

describe('time alone changes nothing', () => {
  test.each<[string, NetworkState]>([
    ['when it was taken', state(worker, 2)],
    [
      'neighbour entries age',
      own(({ neighbours }) => ({
        neighbours: neighbours?.map((entry) => ({ ...entry, states: ['STALE'] })) ?? [],
      })),
    ],
    ['the tables come in another order', own(({ fdb }) => ({ fdb: [...(fdb ?? [])].reverse() }))],
    [
      "a bridge's timers run",
      own(({ links }) => ({
        links: links?.map((link) => ({ ...link, info: { ...link.info, gc_timer: 1.5 } })) ?? [],
      })),
    ],
    ['a deeper look', { ...own(() => ({ sockets: [] })), depth: 'full' }],
  ])('%s', (_, after) => {
    expect(fingerprint(after)).toBe(before);
  });
});

describe('what somebody did changes it', () => {
  test.each<[string, NetworkState]>([
    [
      'a link goes down',
      own(({ links }) => ({ links: links?.map((link) => ({ ...link, up: false })) ?? [] })),
    ],
    ['a route goes', own(() => ({ routes: [] }))],
    ['a neighbour entry goes', own(() => ({ neighbours: [] }))],
    [
      'a neighbour entry becomes permanent',
      own(({ neighbours }) => ({
        neighbours: neighbours?.map((entry) => ({ ...entry, states: ['PERMANENT'] })) ?? [],
      })),
    ],
    ['an FDB entry goes', own(({ fdb }) => ({ fdb: fdb?.slice(1) ?? [] }))],
    ['a section cannot be read any more', own(() => ({ missing: { fdb: 'bridge: is not installed' } }))],
    ['a namespace goes', state({ ...worker, namespaces: worker.namespaces.slice(0, 2) })],
    ['a process ends', state({ ...worker, processes: [] })],
    ['the host cannot be read', state({ ...worker, unreadable: 'no answer' })],
  ])('%s', (_, after) => {
    expect(fingerprint(after)).not.toBe(before);
  });
});
