/**
 * Looks at a sandbox for all who want to know: one observation for each look, told to whoever listens. Judges nothing.
 */
import type { Depth } from '../../checks/network/state/network-state.ts';
import { type Observation, type Probed, probedResult } from '../../checks/observation.ts';
import type { ProbeRequest } from '../../checks/probe.ts';
import type { Sandbox } from '../sandbox/driver.ts';
import { type Collector, startCollector } from './collect/collector.ts';
import { runProbes } from './probes/run.ts';

export class Observer {
  #sandbox: Sandbox;
  #collector: Collector;
  #revision = 0;
  readonly #listeners = new Set<(observation: Observation) => void>();

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.#collector = startCollector(sandbox);
  }

  /** Looks at another sandbox from now on, or at the same one after a host of it was rebuilt. */
  turnTo(sandbox: Sandbox): void {
    this.#collector.close();
    this.#sandbox = sandbox;
    this.#collector = startCollector(sandbox);
  }

  /** One collection, without traffic. @throws SandboxError after `close` */
  async observe(depth: Depth): Promise<Observation> {
    const { topology, variables } = this.#sandbox;
    const state = await this.#collector.collect(depth);
    this.#revision += 1;
    const { takenAt } = state;
    return this.#tell({ revision: this.#revision, takenAt, topology, variables, state, probes: [] });
  }

  /** The same observation and what became of these requests, one after another; those that were made before are not repeated. */
  async probe(seen: Observation, requests: readonly ProbeRequest[]): Promise<Observation> {
    const wanted = requests.filter((request) => !probedResult(seen, request));
    if (wanted.length === 0) return seen;
    const started = performance.now();
    const results = await runProbes(this.#sandbox, wanted);
    // Made side by side where that is possible: each gets its share of the time.
    const ms = (performance.now() - started) / wanted.length;
    const probes = results.map((result, n): Probed => ({ request: wanted[n] as ProbeRequest, result, ms }));
    return this.#tell({ ...seen, probes: [...seen.probes, ...probes] });
  }

  /** Told of every look, and again when traffic was made for it. @returns stops that */
  onObserved(listener: (observation: Observation) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the processes on the hosts. Idempotent. */
  close(): void {
    this.#collector.close();
  }

  #tell(observation: Observation): Observation {
    for (const listener of this.#listeners) listener(observation);
    return observation;
  }
}
