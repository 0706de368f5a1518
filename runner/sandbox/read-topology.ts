/** A topology as a driver is given it: whole, or as names of hosts of the default one. */
import { DEFAULT_TOPOLOGY } from '../../checks/network/default-topology.ts';
import { hostNames, selectHosts, type Topology, topologySchema } from '../../checks/network/topology.ts';
import { UsageError } from '../errors.ts';
import { zodWords } from '../yaml/zod-words.ts';
import type { TopologySource } from './driver.ts';

/** @throws UsageError with all mistakes */
export function readTopology(source: TopologySource): Topology {
  const topology = source.segments ? source : selectHosts(DEFAULT_TOPOLOGY, source.hosts);
  if (!topology) {
    const known = hostNames(DEFAULT_TOPOLOGY);
    const unknown = source.hosts.filter((name) => !known.includes(String(name)));
    throw new UsageError(
      `no lab host "${unknown[0]}" without a topology of its own; known: ${known.join(', ')}`,
    );
  }
  const result = topologySchema.safeParse(topology);
  if (result.success) return result.data;
  const words = zodWords(topologySchema, topology, result.error).map((one) => one.words);
  throw new UsageError(`a topology with mistakes: ${words.join('; ')}`);
}
