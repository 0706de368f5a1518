import { host, link, netns, route as to, without } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { route } from './route.ts';

const eth0 = link('eth0');
const pod = (...routes: ReturnType<typeof to>[]) => netns('pod', { links: [eth0], routes });
const hosts = (namespace: ReturnType<typeof netns>, own = netns('')) => [host([own, namespace])];
const onLink = to('10.0.0.0/24', { device: 'eth0', protocol: 'kernel', scope: 'link' });
const viaBridge = to('default', { gateway: '10.0.0.254', device: 'eth0' });
const args = { netns: 'pod', destination: 'default', via: '10.0.0.254', dev: 'eth0' };

table(route, [
  { name: 'the default route', args, hosts: hosts(pod(onLink, viaBridge)), verdict: 'pass' },
  {
    name: '0.0.0.0/0 is the default route',
    args: { ...args, destination: '0.0.0.0/0' },
    hosts: hosts(pod(viaBridge)),
    verdict: 'pass',
  },
  {
    name: 'a single address with /32',
    args: { netns: 'pod', destination: '10.6.0.1/32' },
    hosts: hosts(pod(to('10.6.0.1'))),
    verdict: 'pass',
  },
  {
    name: 'on-link, by scope and protocol',
    args: { netns: 'pod', destination: '10.0.0.0/24', scope: 'link', protocol: 'kernel' },
    hosts: hosts(pod(onLink)),
    verdict: 'pass',
  },
  {
    name: 'another table',
    args: { netns: 'pod', destination: '10.8.0.0/16', table: 100 },
    hosts: hosts(pod(to('10.8.0.0/16', { table: '100' }))),
    verdict: 'pass',
  },
  {
    name: 'one hop of several',
    args: { ...args, destination: '10.7.0.0/16', via: '10.0.0.3' },
    hosts: hosts(
      pod(
        to('10.7.0.0/16', {
          nexthops: [
            { gateway: '10.0.0.2', device: 'eth0' },
            { gateway: '10.0.0.3', device: 'eth0' },
          ],
        }),
      ),
    ),
    verdict: 'pass',
  },
  {
    name: 'gone, as it must be',
    args: { ...args, present: false },
    hosts: hosts(pod(onLink)),
    verdict: 'pass',
  },

  {
    name: 'no default route',
    args,
    hosts: hosts(pod(onLink)),
    verdict: 'fail',
    says: 'namespace pod has no default route',
  },
  {
    name: 'another gateway',
    args,
    hosts: hosts(pod(to('default', { gateway: '10.0.0.1', device: 'eth0' }))),
    verdict: 'fail',
    says: 'goes via 10.0.0.1, not via 10.0.0.254',
  },
  {
    name: 'no gateway',
    args,
    hosts: hosts(pod(to('default', { device: 'eth0' }))),
    verdict: 'fail',
    says: 'has no gateway',
  },
  {
    name: 'another device',
    args: { ...args, dev: 'eth1' },
    hosts: hosts(pod(viaBridge)),
    verdict: 'fail',
    says: 'leaves by eth0, not by eth1',
  },
  {
    name: 'a blackhole',
    args: { netns: 'pod', destination: '10.9.0.0/16' },
    hosts: hosts(pod(to('10.9.0.0/16', { type: 'blackhole' }))),
    verdict: 'fail',
    says: 'is a blackhole',
  },
  {
    name: 'another protocol',
    args: { netns: 'pod', destination: '10.0.0.0/24', protocol: 'bird' },
    hosts: hosts(pod(onLink)),
    verdict: 'fail',
    says: 'from kernel, not from bird',
  },
  {
    name: 'in another table',
    args: { netns: 'pod', destination: '10.8.0.0/16' },
    hosts: hosts(pod(to('10.8.0.0/16', { table: '100' }))),
    verdict: 'fail',
    says: 'in table 100, not in table main',
  },
  {
    name: 'another mask',
    args: { netns: 'pod', destination: '10.244.0.0/24' },
    hosts: hosts(pod(to('10.244.0.0/16'))),
    verdict: 'fail',
    says: 'there is a route to 10.244.0.0/16, not to 10.244.0.0/24',
  },
  {
    name: "typed in the host's namespace",
    args: { netns: 'pod', destination: '10.5.0.0/16' },
    hosts: hosts(pod(), netns('', { routes: [to('10.5.0.0/16')] })),
    verdict: 'fail',
    says: "but in the host's namespace, not in namespace pod",
  },
  {
    name: 'the device is down',
    args,
    hosts: hosts({ ...pod(), links: [link('eth0', { up: false })] }),
    verdict: 'fail',
    says: 'the kernel drops the routes of a device that goes down',
  },
  {
    name: 'the device is not there',
    args: { ...args, dev: 'eth7' },
    hosts: hosts(pod()),
    verdict: 'fail',
    says: 'no device eth7',
  },
  {
    name: 'only the default route leads there',
    args: { netns: 'pod', destination: '10.244.1.0/24' },
    hosts: hosts(pod(viaBridge)),
    verdict: 'fail',
    says: 'packets follow the default route',
  },
  {
    name: 'one route, and none to a part of it',
    args: { netns: 'pod', destination: '10.244.1.0/24', alone: true },
    hosts: hosts(pod(viaBridge, to('10.244.1.0/24'), to('10.244.2.2'))),
    verdict: 'pass',
  },
  {
    name: 'a single address beside the range',
    args: { netns: 'pod', destination: '10.244.1.0/24', alone: true },
    hosts: hosts(pod(to('10.244.1.0/24'), to('10.244.1.2', { gateway: '10.0.0.3' }))),
    verdict: 'fail',
    says: 'besides the route to 10.244.1.0/24 there is one to a part of it: 10.244.1.2 via 10.0.0.3',
  },
  {
    name: 'a single address instead of the range',
    args: { netns: 'pod', destination: '10.244.1.0/24', alone: true },
    hosts: hosts(pod(to('10.244.1.2', { gateway: '10.0.0.3' }))),
    verdict: 'fail',
    says: 'instead of one route to 10.244.1.0/24 there is one to a part of it',
  },
  {
    name: 'still there',
    args: { ...args, present: false },
    hosts: hosts(pod(viaBridge)),
    verdict: 'fail',
    says: 'still there',
  },
  {
    name: 'the IPv6 default route is another',
    args: { netns: 'pod', destination: 'default' },
    hosts: hosts(pod(to('default', { family: 'inet6', gateway: 'fe80::1' }))),
    verdict: 'fail',
    says: 'no default route',
  },
  {
    name: 'could not look',
    args,
    hosts: hosts(without(pod(), 'routes')),
    verdict: 'error',
    says: 'not installed',
  },
  {
    name: 'could not look, turned round',
    args: { ...args, present: false },
    hosts: hosts(without(pod(), 'routes')),
    verdict: 'error',
  },
]);

refuses(route, [
  [{ destination: 'everywhere' }, /'default', a range/],
  [{ destination: 'default', via: 'the bridge' }, /IP address/],
  [{ destination: 'default', scope: 'universe' }, /scope/],
  [{ destination: 'default', gateway: '10.0.0.1' }, /gateway/],
]);

reverts(route, [
  [
    { destination: 'default', via: '10.0.0.1', dev: 'eth0', netns: 'a' },
    /^ip -n 'a' route del 'default' via '10.0.0.1' dev 'eth0' table 'main'$/,
  ],
  [
    { destination: '169.254.0.0/16', dev: 'v', present: false },
    /^ip route add '169.254.0.0\/16' dev 'v' table 'main'$/,
  ],
  [
    { destination: '169.254.0.0/16', via: '10.0.0.1', present: false },
    /^ip route add '169.254.0.0\/16' via '10.0.0.1' dev 'lo' onlink table 'main'$/,
  ],
]);
