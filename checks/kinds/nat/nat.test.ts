import { chain, host, netns, rule, without } from '../../testing/fixtures.ts';
import { refuses, reverts, table } from '../../testing/table.ts';
import { nat } from './nat.ts';

const worker = (name: string, ...rules: ReturnType<typeof rule>[]) =>
  host([netns('', { iptables: { tables: { nat: [chain(name, rules, { policy: 'ACCEPT' })] } } })]);
const masquerade = '-s 10.0.0.0/24 ! -o br0 -j MASQUERADE';
const dnat = '-d 172.18.0.3/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination';
const statement = (...expr: unknown[]) => ({
  rule: { family: 'ip', table: 'lab', chain: 'post', handle: 3, expr },
});
const nft = (...statements: unknown[]) => host([netns('', { nft: [{ metainfo: {} }, ...statements] })]);
const counted = (packets: number) => ({ counter: { packets, bytes: 84 } });

const source = { rewrites: 'source' };
const destination = { rewrites: 'destination', to: '10.0.0.2:80' };

table(nat, [
  {
    name: 'MASQUERADE',
    args: source,
    hosts: [worker('POSTROUTING', rule(masquerade, 3))],
    verdict: 'pass',
    says: '3 new connections',
  },
  {
    name: 'SNAT',
    args: source,
    hosts: [worker('POSTROUTING', rule('-o eth0 -j SNAT --to-source 172.18.0.3', 1))],
    verdict: 'pass',
  },
  {
    name: 'a chain of one’s own',
    args: source,
    hosts: [worker('POD-OUT', rule('-j MASQUERADE', 1))],
    verdict: 'pass',
  },
  {
    name: 'two rules add up',
    args: { ...source, minPackets: 3 },
    hosts: [worker('POSTROUTING', rule(masquerade, 1), rule(masquerade, 2))],
    verdict: 'pass',
  },
  {
    name: 'DNAT',
    args: destination,
    hosts: [worker('PREROUTING', rule(`${dnat} 10.0.0.2:80`, 1))],
    verdict: 'pass',
  },
  {
    name: 'nft masquerade',
    args: source,
    hosts: [nft(statement(counted(2), { masquerade: null }))],
    verdict: 'pass',
  },
  {
    name: 'nft snat',
    args: source,
    hosts: [nft(statement(counted(2), { snat: { addr: '172.18.0.3' } }))],
    verdict: 'pass',
  },
  {
    name: 'nft dnat',
    args: destination,
    hosts: [nft(statement(counted(2), { dnat: { addr: '10.0.0.2', port: 80 } }))],
    verdict: 'pass',
  },
  {
    name: 'no rule',
    args: source,
    hosts: [worker('POSTROUTING')],
    verdict: 'fail',
    says: "no rule of the host's namespace rewrites the source",
  },
  {
    name: 'the other direction',
    args: source,
    hosts: [worker('PREROUTING', rule(`${dnat} 10.0.0.2:80`, 1))],
    verdict: 'fail',
    says: 'no rule',
  },
  {
    name: 'never hit',
    args: source,
    hosts: [worker('POSTROUTING', rule(masquerade, 0))],
    verdict: 'fail',
    says: /the rule is there .*MASQUERADE.* no new connection came by it/,
  },
  {
    name: 'hit too seldom',
    args: { ...source, minPackets: 2 },
    hosts: [worker('POSTROUTING', rule(masquerade, 1))],
    verdict: 'fail',
    says: 'of the 2 new connections asked for, 1 came by',
  },
  {
    name: 'another port',
    args: destination,
    hosts: [worker('PREROUTING', rule(`${dnat} 10.0.0.2:8080`, 1))],
    verdict: 'fail',
    says: /to 10\.0\.0\.2:8080 .* none to 10\.0\.0\.2:80/,
  },
  {
    name: 'DNAT without a port',
    args: destination,
    hosts: [worker('PREROUTING', rule(`${dnat} 10.0.0.2`, 1))],
    verdict: 'fail',
    says: /to 10\.0\.0\.2 .* none to/,
  },
  {
    name: 'REDIRECT',
    args: destination,
    hosts: [worker('PREROUTING', rule('-p tcp -j REDIRECT --to-ports 80', 1))],
    verdict: 'fail',
    says: 'something else',
  },
  {
    name: 'nft without a counter',
    args: source,
    hosts: [nft(statement({ masquerade: null }))],
    verdict: 'fail',
    says: 'counts nothing',
  },
  {
    name: 'in the pod',
    args: source,
    hosts: [
      host([
        netns(''),
        netns('red', { iptables: { tables: { nat: [chain('POSTROUTING', [rule('-j MASQUERADE', 1)])] } } }),
      ]),
    ],
    verdict: 'fail',
    says: 'there is one in namespace red',
  },
  {
    name: 'no such namespace',
    args: { ...source, netns: 'red' },
    hosts: [worker('POSTROUTING')],
    verdict: 'fail',
    says: 'no network namespace named red',
  },
  {
    name: 'a table that iptables cannot show',
    args: source,
    hosts: [host([netns('', { iptables: { tables: {}, foreign: ['nat'] } })])],
    verdict: 'error',
    says: 'changed with nft',
  },
  {
    name: 'iptables not read',
    args: source,
    hosts: [host([without(netns(''), 'iptables')])],
    verdict: 'error',
  },
  { name: 'nft not read', args: source, hosts: [host([without(netns(''), 'nft')])], verdict: 'error' },
  { name: 'nft of another shape', args: source, hosts: [nft({ rule: 7 }, 'nonsense')], verdict: 'fail' },
]);

refuses(nat, [
  [{}, /rewrites/],
  [{ rewrites: 'both' }, /rewrites/],
  [{ rewrites: 'source', to: '10.0.0.2:80' }, /goes with rewrites: destination only/],
  [{ rewrites: 'destination', to: '10.0.0.2' }, /must be an IPv4 address and a port/],
  [{ rewrites: 'source', minPackets: 0 }, /minPackets/],
]);

reverts(nat, [
  [
    { rewrites: 'source', netns: 'a' },
    /^ip netns exec 'a' iptables -t nat -F; ip netns exec 'a' nft flush ruleset$/,
  ],
]);
