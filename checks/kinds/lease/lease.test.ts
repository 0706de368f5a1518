import type { HostState } from '../../network/state/network-state.ts';
import { host, netns } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { lease } from './lease.ts';

const args = { network: 'tiny', container: 'pod-five', address: '10.99.0.2' };
const given = (network: string, address: string, containerId: string) => ({
  network,
  address,
  containerId,
  ifname: 'eth0',
});
const hosts = (...leases: NonNullable<HostState['leases']>): HostState[] => [host([netns('')], { leases })];

table(lease, [
  {
    name: "it is the container's",
    args,
    hosts: hosts(given('tiny', '10.99.0.2', 'pod-five'), given('demo', '10.99.0.2', 'pod-one')),
    verdict: 'pass',
  },
  {
    name: 'of IPv6',
    args: { ...args, address: 'fd00::2' },
    hosts: hosts(given('tiny', 'fd00::2', 'pod-five')),
    verdict: 'pass',
  },
  {
    name: "another container's",
    args,
    hosts: hosts(given('tiny', '10.99.0.2', 'pod-four')),
    verdict: 'fail',
    says: '10.99.0.2 is still leased to pod-four: host-local takes it back at a CNI DEL',
  },
  {
    name: 'another address',
    args,
    hosts: hosts(given('tiny', '10.99.0.1', 'pod-five')),
    verdict: 'fail',
    says: 'pod-five has another address of tiny, 10.99.0.1',
  },
  {
    name: 'in another network',
    args,
    hosts: hosts(given('demo', '10.99.0.2', 'pod-five')),
    verdict: 'fail',
    says: 'leased to no container',
  },
  { name: 'none at all', args, hosts: hosts(), verdict: 'fail', says: 'leased to no container' },
  {
    name: 'could not look',
    args,
    hosts: [host([netns('')])],
    verdict: 'error',
  },
]);

refuses(lease, [
  [{ ...args, address: '10.99.0.2/30' }, /without a prefix length/],
  [{ ...args, address: 'five' }, /without a prefix length/],
  [{ ...args, container: 'a b' }, /id of a container/],
  [{ ...args, network: 'a/b' }, /without spaces/],
  [{ network: 'tiny', container: 'pod-five' }, /address/],
  [{ ...args, device: 'eth0' }, /device/],
]);

reverts(lease, [[args, /^rm -f '\/var\/lib\/cni\/networks\/tiny\/10\.99\.0\.2'$/]]);
