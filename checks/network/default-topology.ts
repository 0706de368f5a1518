/**
 * The topology of a chapter that only names its hosts, and the one place that knows those names: the nodes of a small cluster
 * on one underlay, as kind lays it, and a machine somewhere behind the underlay's router.
 */
import { type Topology, topologySchema } from './topology.ts';

const ROUTER = '172.18.0.1';
const node = (name: string, address: string) => ({
  name,
  interfaces: [{ segment: 'underlay', address }],
  gateway: ROUTER,
});

export const DEFAULT_TOPOLOGY: Topology = topologySchema.parse({
  segments: [
    { name: 'underlay', subnet: '172.18.0.0/16', router: ROUTER },
    { name: 'outside', subnet: '203.0.113.0/24', router: '203.0.113.1' },
  ],
  hosts: [
    node('control-plane', '172.18.0.2'),
    node('worker', '172.18.0.3'),
    node('worker2', '172.18.0.4'),
    {
      name: 'internet',
      interfaces: [{ segment: 'outside', address: '203.0.113.10' }],
      gateway: '203.0.113.1',
      answersHttp: true,
    },
  ],
});
