import { host, link, netns, address as on, without } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { address } from './address.ts';

const pod = (...addresses: string[]) =>
  netns('pod', { links: [link('eth0', { addresses: addresses.map(on) })] });
const args = { netns: 'pod', link: 'eth0', address: '10.0.0.2/24' };
const hosts = (...namespaces: ReturnType<typeof netns>[]) => [host([netns(''), ...namespaces])];

table(address, [
  { name: 'there', args, hosts: hosts(pod('10.0.0.2/24')), verdict: 'pass' },
  {
    name: 'on any device',
    args: { netns: 'pod', address: '10.0.0.2/24' },
    hosts: hosts(pod('10.0.0.2/24')),
    verdict: 'pass',
  },
  { name: 'one of several', args, hosts: hosts(pod('10.0.0.1/24', '10.0.0.2/24')), verdict: 'pass' },
  {
    name: 'IPv6 in another spelling',
    args: { ...args, address: 'fd00:0::2/64' },
    hosts: hosts(pod('fd00::2/64')),
    verdict: 'pass',
  },
  {
    name: 'not there, as it must be',
    args: { ...args, present: false },
    hosts: hosts(pod()),
    verdict: 'pass',
  },
  {
    name: 'without a prefix length',
    args,
    hosts: hosts(pod('10.0.0.2/32')),
    verdict: 'fail',
    says: '10.0.0.2 is there with /32, so nothing is on-link',
  },
  {
    name: 'another prefix length',
    args,
    hosts: hosts(pod('10.0.0.2/16')),
    verdict: 'fail',
    says: 'with /16, not /24',
  },
  {
    name: 'on another device',
    args: { ...args, link: 'lo' },
    hosts: hosts(pod('10.0.0.2/24')),
    verdict: 'fail',
    says: '10.0.0.2 is on eth0, not on lo',
  },
  {
    name: 'on the end that stayed on the host',
    args,
    hosts: [host([netns('', { links: [link('veth-pod', { addresses: [on('10.0.0.2/24')] })] }), pod()])],
    verdict: 'fail',
    says: "10.0.0.2 is on veth-pod, but still in the host's namespace, not in namespace pod",
  },
  {
    name: 'another address',
    args,
    hosts: hosts(pod('10.0.0.3/24')),
    verdict: 'fail',
    says: 'eth0 has 10.0.0.3/24, not 10.0.0.2/24',
  },
  { name: 'none yet', args, hosts: hosts(pod('fe80::1/64')), verdict: 'fail', says: 'no IPv4 address yet' },
  {
    name: 'no device',
    args: { ...args, link: 'eth1' },
    hosts: hosts(pod()),
    verdict: 'fail',
    says: 'no device eth1',
  },
  {
    name: 'no namespace',
    args: { ...args, netns: 'nope' },
    hosts: hosts(pod()),
    verdict: 'fail',
    says: 'no network namespace named nope',
  },
  {
    name: 'still there',
    args: { ...args, present: false },
    hosts: hosts(pod('10.0.0.2/24')),
    verdict: 'fail',
    says: 'still on eth0',
  },
  {
    name: 'could not look',
    args,
    hosts: hosts(without(pod(), 'links')),
    verdict: 'error',
    says: 'not installed',
  },
  {
    name: 'could not look, turned round',
    args: { ...args, present: false },
    hosts: hosts(without(pod(), 'links')),
    verdict: 'error',
  },
]);

refuses(address, [
  [{ address: '10.0.0.2' }, /10\.0\.0\.2\/24/],
  [{ address: '10.0.0.2/33' }, /prefix/],
  [{ address: '10.0.0.2/24', dev: 'eth0' }, /dev/],
]);

reverts(address, [
  [{ address: '10.0.0.2/24', netns: 'a' }, /addr del '10.0.0.2\/24' dev "\$dev"/],
  [{ address: '10.0.0.2/24', present: false }, /^ip addr add '10.0.0.2\/24' dev lo$/],
]);
