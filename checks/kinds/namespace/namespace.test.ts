import { host, netns, process } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { namespace } from './namespace.ts';

const own = netns('');
const nameless = netns(null, { pids: [7] });
const sleeper = process(7, 'unshare -n sleep 60', { net: nameless.inode });
const unreadable = host([], { unreadable: 'the host did not answer within 5 s' });
const args = { name: 'server' };

table(namespace, [
  { name: 'it is there', args, hosts: [host([own, netns('server')])], verdict: 'pass' },
  {
    name: 'it is not there',
    args,
    hosts: [host([own])],
    verdict: 'fail',
    says: 'worker has no network namespace named server',
  },
  {
    name: 'a slip of the finger',
    args,
    hosts: [host([own, netns('sever')])],
    verdict: 'fail',
    says: 'there is one named sever',
  },
  {
    name: "a process's namespace without a name",
    args,
    hosts: [host([own, nameless], { processes: [sleeper] })],
    verdict: 'fail',
    says: /only as a process's, without a name \(pid 7, unshare -n sleep 60\)/,
  },
  {
    name: 'a file without a mount',
    args,
    hosts: [host([own], { deadNames: ['server'] })],
    verdict: 'fail',
    says: 'server is only a file in /run/netns: no namespace is mounted on it',
  },
  {
    name: "a name for the host's own",
    args,
    hosts: [host([own, { ...own, name: 'server' }])],
    verdict: 'fail',
    says: "another name for the host's namespace",
  },
  {
    name: 'made on another host',
    args,
    hosts: [host([own]), host([netns(''), netns('server')], { name: 'worker2' })],
    verdict: 'fail',
    says: 'server was made on worker2',
  },
  { name: 'gone, as it must be', args: { ...args, present: false }, hosts: [host([own])], verdict: 'pass' },
  {
    name: 'still there',
    args: { ...args, present: false },
    hosts: [host([own, netns('server')])],
    verdict: 'fail',
    says: 'still there',
  },
  { name: 'could not look', args, hosts: [unreadable], verdict: 'error', says: 'did not answer' },
  {
    name: 'could not look, turned round',
    args: { ...args, present: false },
    hosts: [unreadable],
    verdict: 'error',
  },
  {
    name: 'another host only',
    args,
    hosts: [host([own], { name: 'worker2' })],
    verdict: 'error',
    says: 'no state',
  },
]);

refuses(namespace, [
  [{}, /name/],
  [{ name: 'a/b' }, /run\/netns/],
  [{ name: 'a', netns: 'b' }, /netns/],
]);

reverts(namespace, [
  [{ name: 'a' }, /rm -f \/run\/netns\/'a'/],
  [{ name: 'a', present: false }, /^ip netns add 'a'$/],
]);
