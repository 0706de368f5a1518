import type { ListeningSocket } from '../../network/state/network-state.ts';
import { host, netns, without } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { listening } from './listening.ts';

const socket = (port: number, parts: Partial<ListeningSocket> = {}): ListeningSocket => ({
  protocol: 'tcp',
  address: '0.0.0.0',
  port,
  processes: [{ name: 'python3', pid: 9 }],
  ...parts,
});
const server = (...sockets: ListeningSocket[]) => netns('server', { sockets });
const hosts = (namespace: ReturnType<typeof netns>, own = netns('')) => [host([own, namespace])];
const args = { netns: 'server', port: 8080 };

table(listening, [
  {
    name: 'on all addresses',
    args,
    hosts: hosts(server(socket(8080))),
    verdict: 'pass',
    says: 'python3 (pid 9) listens on 0.0.0.0:8080',
  },
  {
    name: 'on that address',
    args: { ...args, address: '10.0.0.2' },
    hosts: hosts(server(socket(8080, { address: '10.0.0.2' }))),
    verdict: 'pass',
  },
  {
    name: 'dual-stack',
    args: { ...args, address: '10.0.0.2' },
    hosts: hosts(server(socket(8080, { address: '*' }))),
    verdict: 'pass',
  },
  {
    name: 'UDP',
    args: { ...args, port: 53, protocol: 'udp' },
    hosts: hosts(server(socket(53, { protocol: 'udp' }))),
    verdict: 'pass',
  },
  {
    name: 'nobody, as it must be',
    args: { ...args, present: false },
    hosts: hosts(server(socket(9090))),
    verdict: 'pass',
  },

  {
    name: 'nobody',
    args,
    hosts: hosts(server()),
    verdict: 'fail',
    says: /^nothing listens on 8080 in namespace server$/,
  },
  {
    name: 'on another port',
    args,
    hosts: hosts(server(socket(8000))),
    verdict: 'fail',
    says: 'python3 (pid 9) listens on 0.0.0.0:8000',
  },
  {
    name: "in the host's namespace",
    args,
    hosts: hosts(server(), netns('', { sockets: [socket(8080)] })),
    verdict: 'fail',
    says: "nothing listens on 8080 in namespace server: someone listens on 8080, but in the host's namespace (python3",
  },
  {
    name: 'on localhost only',
    args: { ...args, address: '10.0.0.2' },
    hosts: hosts(server(socket(8080, { address: '127.0.0.1' }))),
    verdict: 'fail',
    says: 'listens on 127.0.0.1 only',
  },
  {
    name: 'IPv6 only',
    args: { ...args, address: '10.0.0.2' },
    hosts: hosts(server(socket(8080, { address: '::' }))),
    verdict: 'fail',
    says: 'listens on :: only',
  },
  {
    name: 'by the other protocol',
    args,
    hosts: hosts(server(socket(8080, { protocol: 'udp' }))),
    verdict: 'fail',
    says: 'by UDP, not by TCP',
  },
  {
    name: 'still there',
    args: { ...args, present: false },
    hosts: hosts(server(socket(8080, { processes: [] }))),
    verdict: 'fail',
    says: 'someone still listens',
  },
  {
    name: 'no namespace',
    args: { ...args, netns: 'nope' },
    hosts: hosts(server()),
    verdict: 'fail',
    says: 'no network namespace named nope',
  },
  {
    name: 'could not look',
    args,
    hosts: hosts(without(server(), 'sockets')),
    verdict: 'error',
    says: 'not installed',
  },
  {
    name: 'could not look, turned round',
    args: { ...args, present: false },
    hosts: hosts(without(server(), 'sockets')),
    verdict: 'error',
  },
]);

refuses(listening, [
  [{}, /port/],
  [{ port: 0 }, /port/],
  [{ port: 80, protocol: 'sctp' }, /protocol/],
  [{ port: 80, address: 'localhost' }, /IP address/],
]);

reverts(listening, [
  [{ port: 80, netns: 'a' }, /ip netns exec 'a' ss -Hltnp 'sport = :80'/],
  [{ port: 53, protocol: 'udp' }, /ss -Hlunp 'sport = :53'/],
  [{ port: 80, present: false }, undefined],
]);
