import type { ConntrackEntry } from '../../network/state/network-state.ts';
import { host, netns, without } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { conntrack } from './conntrack.ts';

const call: ConntrackEntry = {
  protocol: 'tcp',
  state: 'ESTABLISHED',
  original: { source: '203.0.113.10', destination: '172.18.0.3', sourcePort: 40000, destinationPort: 8080 },
  reply: { source: '10.0.0.2', destination: '203.0.113.10', sourcePort: 80, destinationPort: 40000 },
  flags: ['ASSURED'],
};
const ping: ConntrackEntry = {
  protocol: 'icmp',
  original: { source: '10.0.0.2', destination: '203.0.113.10' },
  reply: { source: '203.0.113.10', destination: '172.18.0.3' },
  flags: [],
};
const worker = (...entries: ConntrackEntry[]) => [host([netns('', { conntrack: entries })])];
const original = { destination: '172.18.0.3', destinationPort: 8080 };
const reply = { source: '10.0.0.2', sourcePort: 80 };

table(conntrack, [
  { name: 'as it set out', args: { original }, hosts: worker(ping, call), verdict: 'pass' },
  {
    name: 'both tuples and the state',
    args: { original, reply, state: 'ESTABLISHED' },
    hosts: worker(call),
    verdict: 'pass',
  },
  { name: 'all four of a tuple', args: { original: call.original }, hosts: worker(call), verdict: 'pass' },
  {
    name: 'another protocol',
    args: { protocol: 'icmp', original: { source: '10.0.0.2' }, reply: { destination: '172.18.0.3' } },
    hosts: worker(ping),
    verdict: 'pass',
  },
  { name: 'absent', args: { original, present: false }, hosts: worker(ping), verdict: 'pass' },
  {
    name: 'one of two',
    args: { original, state: 'ESTABLISHED' },
    hosts: worker({ ...call, state: 'TIME_WAIT' }, call),
    verdict: 'pass',
  },
  {
    name: 'nothing tracked',
    args: { original },
    hosts: worker(),
    verdict: 'fail',
    says: /no connection to 172\.18\.0\.3:8080 is tracked .* none was made/,
  },
  {
    name: 'another port',
    args: { original: { destinationPort: 8081 } },
    hosts: worker(call),
    verdict: 'fail',
    says: 'to port 8081',
  },
  {
    name: 'another backend',
    args: { original, reply: { source: '10.0.0.3' } },
    hosts: worker(call),
    verdict: 'fail',
    says: 'replies come from 10.0.0.2:80 to 203.0.113.10:40000, not from 10.0.0.3',
  },
  {
    name: 'closed',
    args: { original, state: 'ESTABLISHED' },
    hosts: worker({ ...call, state: 'TIME_WAIT' }),
    verdict: 'fail',
    says: 'in state TIME_WAIT, not ESTABLISHED',
  },
  {
    name: 'still there',
    args: { original, present: false },
    hosts: worker(call),
    verdict: 'fail',
    says: 'still tracked',
  },
  {
    name: 'no such namespace',
    args: { original, netns: 'red', present: false },
    hosts: worker(),
    verdict: 'fail',
    says: 'no network namespace',
  },
  {
    name: 'not read',
    args: { original },
    hosts: [host([without(netns(''), 'conntrack')])],
    verdict: 'error',
  },
  {
    name: 'not read, and must be absent',
    args: { original, present: false },
    hosts: [host([without(netns(''), 'conntrack')])],
    verdict: 'error',
  },
]);

refuses(conntrack, [
  [{}, /original/],
  [{ original: {} }, /must name an address or a port/],
  [{ original: { source: 'client' } }, /must be an IP address/],
  [{ original: { destinationPort: 0 } }, /destinationPort/],
  [{ original, state: 'open' }, /must be a state such as ESTABLISHED/],
  [{ original, port: 80 }, /port/],
]);

reverts(conntrack, [
  [{ original: { destination: '10.0.0.2' } }, /^conntrack -D -p tcp \|\| true$/],
  [{ original: { destination: '10.0.0.2' }, present: false }, undefined],
]);
