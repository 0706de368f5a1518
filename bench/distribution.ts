/** 3,000 connections through a service with their verdict: counters read, connections made, counters read again, judged. */

import { judgeCheck } from '../checks/judge.ts';
import { distribution, schema } from '../checks/kinds/distribution/distribution.ts';
import { DEFAULT_TOPOLOGY } from '../checks/network/default-topology.ts';
import type { NetworkState } from '../checks/network/state/network-state.ts';
import { runProbes } from '../runner/observe/probes/run.ts';
import {
  buildPods,
  PODS,
  podAddress,
  run,
  SERVICE,
  writeRules,
} from '../runner/observe/probes/testing/service-host.ts';
import { namespacesDriver } from '../runner/sandbox/namespaces/driver.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const RUNS = 5;
/** curl processes that are really started; what 3,000 would take is computed from them. */
const CURLS = 150;

export async function bench(): Promise<Figure[]> {
  const sandbox = await namespacesDriver().up({ hosts: ['worker'] });
  try {
    await buildPods(sandbox, 'worker', 3);
    await writeRules(
      sandbox,
      'worker',
      [1 / 3, 1 / 2, undefined].map((probability, i) => ({
        to: podAddress(i),
        ...(probability && { probability }),
      })),
    );
    const endpoints = PODS.slice(0, 3).map((answer, i) => ({ address: podAddress(i), answer }));
    const args = schema.parse({ host: 'worker', netns: 'client', service: SERVICE, endpoints });
    const state: NetworkState = { depth: 'full', takenAt: Date.now(), hosts: {} };
    const times: number[] = [];
    for (let i = 0; i < RUNS; i += 1) {
      const started = performance.now();
      const probes = await runProbes(sandbox, distribution.probes?.(args) ?? []);
      const { verdict, diagnosis } = judgeCheck(distribution, args, {
        topology: DEFAULT_TOPOLOGY,
        state,
        probes,
      });
      times.push(performance.now() - started);
      if (verdict !== 'pass') throw new Error(`the benchmark's own service does not pass: ${diagnosis}`);
    }
    const started = performance.now();
    await run(
      sandbox,
      'worker',
      `ip netns exec client bash -c 'for i in $(seq ${CURLS}); do curl -s -o /dev/null http://${SERVICE}/; done'`,
    );
    const curls = (performance.now() - started) / 1000;
    return [
      {
        name: '3,000 connections through a service, with verdict',
        value: median(times) / 1000,
        unit: 's',
        target: '<= 2',
        reference: {
          name: `${CURLS} curl processes one after the other, times ${3000 / CURLS}`,
          value: (curls * 3000) / CURLS,
        },
      },
    ];
  } finally {
    await sandbox.down();
  }
}
