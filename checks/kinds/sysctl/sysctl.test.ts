import { host, netns, without } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { sysctl } from './sysctl.ts';

const forwarding = (value: string) => ({
  'net.ipv4.ip_forward': value,
  'net.ipv4.ip_local_port_range': '32768 60999',
});
const args = { key: 'net.ipv4.ip_forward', value: 1 };
const own = (value: string) => host([netns('', { sysctls: forwarding(value) })]);
const both = (ownValue: string, podValue: string) => [
  host([netns('', { sysctls: forwarding(ownValue) }), netns('pod', { sysctls: forwarding(podValue) })]),
];

table(sysctl, [
  { name: 'it has the value', args, hosts: [own('1')], verdict: 'pass' },
  {
    name: 'two numbers, however spaced',
    args: { key: 'net.ipv4.ip_local_port_range', value: '32768  60999' },
    hosts: [own('1')],
    verdict: 'pass',
  },
  {
    name: 'another value',
    args,
    hosts: [own('0')],
    verdict: 'fail',
    says: "net.ipv4.ip_forward is 0 in the host's namespace, not 1",
  },
  {
    name: "set in the host's namespace only",
    args: { ...args, netns: 'pod' },
    hosts: both('1', '0'),
    verdict: 'fail',
    says: 'but each namespace has its own',
  },
  {
    name: 'a device that is not there',
    args: { key: 'net.ipv4.conf.eth0/5.rp_filter', value: 0 },
    hosts: [own('1')],
    verdict: 'fail',
    says: 'there is no device eth0.5',
  },
  {
    name: 'a module that is not loaded',
    args: { key: 'net.bridge.bridge-nf-call-iptables', value: 1 },
    hosts: [own('1')],
    verdict: 'error',
    says: 'br_netfilter is not loaded',
  },
  {
    name: 'a key that was not read',
    args: { key: 'net.ipv4.tcp_ecn', value: 1 },
    hosts: [own('1')],
    verdict: 'error',
    says: 'was not read',
  },
  { name: 'could not look', args, hosts: [host([without(netns(''), 'sysctls')])], verdict: 'error' },
]);

refuses(sysctl, [
  [{ key: 'kernel.hostname', value: 'x' }, /net\.ipv4\.ip_forward/],
  [{ key: 'net.ipv4.ip_forward' }, /value/],
  [{ key: 'net.ipv4.ip_forward', value: 1, present: true }, /present/],
]);

reverts(sysctl, [
  [{ key: 'net.ipv4.ip_forward', value: 1 }, /^sysctl -qw 'net.ipv4.ip_forward'=0$/],
  [{ key: 'net.ipv4.ip_forward', value: 0 }, /=1$/],
]);
