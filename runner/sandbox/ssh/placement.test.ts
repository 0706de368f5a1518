import { expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import type { TopologySource } from '../driver.ts';
import { readTopology } from '../read-topology.ts';
import { placementOf } from './placement.ts';

const named = (...hosts: string[]): TopologySource => ({ hosts });
const host = (name: string, ...interfaces: readonly (readonly [segment: string, address: string])[]) => ({
  name,
  interfaces: interfaces.map(([segment, address]) => ({ segment, address })),
});
const LEFT = { name: 'left', subnet: '10.1.0.0/24' };
const RIGHT = { name: 'right', subnet: '10.2.0.0/24' };

test.each<[string, TopologySource, { router?: string; wired?: string }]>([
  ['one host has the router with it, and no wire', named('worker'), { router: 'worker' }],
  ['hosts of one segment', named('worker', 'worker2'), { router: 'worker2', wired: 'underlay' }],
  [
    'who is alone behind the router has it',
    named('worker', 'internet'),
    { router: 'internet', wired: 'underlay' },
  ],
  ['wherever it is named', named('internet', 'worker', 'worker2'), { router: 'internet', wired: 'underlay' }],
  [
    'no router',
    { segments: [LEFT], hosts: [host('a', ['left', '10.1.0.2']), host('b', ['left', '10.1.0.3'])] },
    { wired: 'left' },
  ],
  [
    'a segment that only one host has stays with it',
    {
      segments: [LEFT, RIGHT],
      hosts: [host('a', ['left', '10.1.0.2']), host('b', ['left', '10.1.0.3'], ['right', '10.2.0.3'])],
    },
    { wired: 'left' },
  ],
])('%s', (_name, source, { router, wired }) => {
  const found = placementOf(readTopology(source));
  expect([found.router, found.wired?.name]).toEqual([router, wired]);
});

test('two segments with hosts of several machines are refused, with the remedy', () => {
  const topology = readTopology({
    segments: [LEFT, RIGHT],
    hosts: [
      host('a', ['left', '10.1.0.2']),
      host('gate', ['left', '10.1.0.1'], ['right', '10.2.0.1']),
      host('b', ['right', '10.2.0.2']),
    ],
  });
  const place = () => placementOf(topology);
  expect(place).toThrow(UsageError);
  expect(place).toThrow(/can share one segment only; this topology has left, right\.$/);
});
