import { afterAll, beforeAll, expect, it } from 'vitest';
import { KINDS } from '../../../checks/kinds/index.ts';
import { PROBES, type ProbeRequest } from '../../../checks/probe.ts';
import type { Sandbox } from '../../sandbox/driver.ts';
import { namespacesDriver } from '../../sandbox/namespaces/driver.ts';
import { runProbes } from './run.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await namespacesDriver().up({ hosts: ['worker', 'worker2'] });
});
afterAll(() => sandbox?.down());

/** By name: one of each probe that the kinds' examples ask for. */
const requests: Readonly<Record<string, ProbeRequest>> = Object.fromEntries(
  [...KINDS.values()].flatMap(({ examples, schema, probes }) =>
    examples
      .flatMap((example) => probes?.(schema.parse({ host: 'worker', ...example })) ?? [])
      .map((request) => [request.probe, request]),
  ),
);

it('every probe is asked for by a kind', () => {
  expect(Object.keys(requests).sort()).toEqual(Object.keys(PROBES).sort());
});

it.each(Object.values(requests))('nonsense from a host fails the probe $probe', async (request) => {
  const { topology, variables, slowdown, emulated } = sandbox;
  const open: Sandbox['open'] = (host) => sandbox.open(host, ['echo', '{"answer": 42}']);
  const [result] = await runProbes({ topology, variables, slowdown, emulated, open }, [request]);
  expect(result).toMatchObject({ probe: 'failed', originMissing: false });
});
