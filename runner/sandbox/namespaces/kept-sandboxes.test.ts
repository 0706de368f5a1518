import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTopology } from '../read-topology.ts';
import {
  isAlive,
  liveRecords,
  makeState,
  type ProcessId,
  processId,
  readRecord,
  removeState,
  type StoredRecord,
  sweep,
  writeRecord,
} from './kept-sandboxes.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'wirebook-state-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const ALIVE = processId(process.pid) as ProcessId;
/** Our own pid at another time: a pid that was used again. */
const DEAD: ProcessId = { pid: process.pid, start: '1' };

function store(id: string, fields: Partial<StoredRecord>): string {
  const state = makeState(base, id, ['worker']);
  writeRecord(state, {
    id,
    driver: 'namespaces',
    topology: readTopology({ hosts: ['worker'] }),
    variables: {},
    labels: {},
    createdAt: '2026-01-01T00:00:00.000Z',
    runner: ALIVE,
    cgroups: [],
    ...fields,
  });
  return state;
}

test('a process is its pid and its start', () => {
  expect(isAlive(ALIVE)).toBe(true);
  expect(isAlive(DEAD)).toBe(false);
  expect(processId(2 ** 22 + 1)).toBeUndefined();
});

test('what is written is read', () => {
  const state = store('wb-1', { labels: { chapter: '04' }, keeper: ALIVE });
  expect(readRecord(state)).toMatchObject({ id: 'wb-1', labels: { chapter: '04' }, keeper: ALIVE });
  expect(statSync(join(state, 'record.json')).mode & 0o777).toBe(0o600);
});

/** Writes a record as another version would. */
function storeOther(id: string, fields: Record<string, unknown>): string {
  const state = store(id, { runner: DEAD, keeper: ALIVE });
  const record = JSON.parse(readFileSync(join(state, 'record.json'), 'utf8'));
  writeFileSync(join(state, 'record.json'), JSON.stringify({ ...record, ...fields }));
  return state;
}

test('a record from before there were topologies is read: its names are hosts of the default one', () => {
  const topology = { hosts: ['worker', 'control-plane'], variables: { COUNT: '4' } };
  const state = storeOther('wb-old', { topology, variables: undefined });
  expect(readRecord(state)).toMatchObject({
    topology: readTopology({ hosts: ['worker', 'control-plane'] }),
    variables: { COUNT: '4' },
  });
  expect(liveRecords(base).map(({ id }) => id)).toEqual(['wb-old']);
});

test('a record that cannot be read is no reason to take the state from a sandbox that lives', () => {
  const state = storeOther('wb-newer', { topology: 'of a later version' });
  utimesSync(state, 1, 1);
  sweep(base);
  expect(readRecord(state)).toBeUndefined();
  expect(existsSync(state)).toBe(true);
});

test('only sandboxes whose keeper lives are running', () => {
  store('wb-live', { keeper: ALIVE });
  store('wb-dead', { keeper: DEAD });
  store('wb-building', {});
  expect(liveRecords(base).map(({ id }) => id)).toEqual(['wb-live']);
});

test('swept: what neither a runner nor a keeper cares for any more', () => {
  const live = store('wb-live', { runner: DEAD, keeper: ALIVE });
  const building = store('wb-building', {});
  const stale = store('wb-stale', { runner: DEAD, keeper: DEAD });
  const halfBuilt = store('wb-half', { runner: DEAD });
  const fresh = join(base, 'wb-fresh');
  const forgotten = join(base, 'wb-forgotten');
  for (const path of [fresh, forgotten]) mkdirSync(path);
  utimesSync(forgotten, 1, 1);
  sweep(base);
  expect([live, building, fresh].map((path) => existsSync(path))).toEqual([true, true, true]);
  expect([stale, halfBuilt, forgotten].map((path) => existsSync(path))).toEqual([false, false, false]);
});

test('the directory of all goes with its last sandbox, and comes back', () => {
  const inner = join(base, 'all');
  const state = makeState(inner, 'wb-1', []);
  const other = makeState(inner, 'wb-2', []);
  removeState(state, []);
  expect(existsSync(inner)).toBe(true);
  removeState(other, []);
  expect(existsSync(inner)).toBe(false);
  expect(existsSync(makeState(inner, 'wb-3', []))).toBe(true);
});
