/** Packets that get lost: where and why is said, with what came nearest to taking them; and the kernels are left as they were. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journeyOf } from '../../checks/network/journey/join.ts';
import type { Journey } from '../../checks/network/journey/journey.ts';
import { recording } from '../../checks/network/journey/observed.ts';
import type { NetworkState } from '../../checks/network/state/network-state.ts';
import { normalise } from '../../checks/network/state/normalise.ts';
import { UsageError } from '../errors.ts';
import { type Collector, startCollector } from '../observe/collect/collector.ts';
import { HostObserver } from '../observe/probes/journey/host-observer.ts';
import { buildPods, run, SERVICE, writeRules } from '../observe/probes/testing/service-host.ts';
import type { Sandbox } from '../sandbox/driver.ts';
import { namespacesDriver } from '../sandbox/namespaces/driver.ts';

import { parseOrigin, parseTarget } from './target.ts';
import { recordJourney, traceJourney } from './trace.ts';

const HOST = 'worker';
let sandbox: Sandbox;
let collector: Collector;

beforeAll(async () => {
  sandbox = await namespacesDriver().up({ hosts: [HOST] });
  collector = startCollector(sandbox);
  await buildPods(sandbox, HOST, 2);
  // A router of its own behind the bridge's host: what is lost there is lost in transit.
  await run(
    sandbox,
    HOST,
    `sysctl -qw net.ipv4.icmp_ratelimit=0
ip netns add far
ip link add v-far type veth peer name eth0 netns far
ip addr add 10.9.0.1/24 dev v-far
ip link set v-far up
ip -n far addr add 10.9.0.2/24 dev eth0
ip -n far link set lo up
ip -n far link set eth0 up
ip -n far route add 10.244.1.0/24 via 10.9.0.1`,
  );
});
afterAll(async () => {
  collector?.close();
  await sandbox?.down();
});

const trace = (from: string, to: string, more: { size?: number; ttl?: number } = {}): Promise<Journey> =>
  traceJourney(sandbox, { from: parseOrigin(from, [HOST]), ...parseTarget(to), size: 0, ...more });
const at = (netns: string) => expect.objectContaining({ host: HOST, netns });

describe('a lost packet', () => {
  it('has no route, in the pod or further on; the nearest one is named', async () => {
    expect(await trace(`${HOST}/far`, 'icmp://10.8.0.1')).toMatchObject({
      outcome: {
        is: 'lost',
        cause: 'no-route',
        at: at('far'),
        why: `no route to 10.8.0.1 in far on ${HOST}`,
      },
      nearestMiss: { is: 'route', text: '10.9.0.0/24 dev eth0', differs: '10.8.0.1 is not in 10.9.0.0/24' },
    });
    await run(sandbox, HOST, 'ip route del default');
    const journey = await trace(`${HOST}/client`, 'tcp://192.0.2.1:80');
    await run(sandbox, HOST, 'ip route add default via 172.18.0.1');
    expect(journey.outcome).toMatchObject({ is: 'lost', leg: 'request', cause: 'no-route', at: at('') });
    expect(journey.hops.at(2)).toMatchObject({ interface: 'v-client', direction: 'in' });
    expect(journey.hops.at(3)).toMatchObject({ interface: 'br0', route: { refused: 'ENETUNREACH' } });
  });

  it('waits for an ARP answer that does not come', async () => {
    expect((await trace(`${HOST}/client`, 'icmp://10.244.1.77')).outcome).toMatchObject({
      cause: 'no-arp-answer',
      at: at('client'),
      why: `no ARP answer on eth0 of client on ${HOST} from 10.244.1.77`,
    });
    expect((await trace(`${HOST}/client`, 'icmp://10.9.0.77')).outcome).toMatchObject({
      cause: 'no-arp-answer',
      at: at(''),
      why: `no ARP answer on v-far of ${HOST} from 10.9.0.77`,
    });
  });

  it('waits for it inside a tunnel, whose other end nobody has', async () => {
    await run(
      sandbox,
      HOST,
      `ip link add vx type vxlan id 7 dstport 4789 local 172.18.0.3
ip addr add 10.50.0.1/24 dev vx
ip link set vx up
ip neigh add 10.50.0.2 lladdr 02:00:00:00:00:01 dev vx
bridge fdb append 02:00:00:00:00:01 dev vx dst 172.18.0.99`,
    );
    const waiting = await trace(HOST, 'icmp://10.50.0.2');
    await run(
      sandbox,
      HOST,
      'bridge fdb del 02:00:00:00:00:01 dev vx dst 172.18.0.99; ip neigh del 172.18.0.99 dev eth0',
    );
    const unknown = await trace(HOST, 'icmp://10.50.0.2');
    await run(sandbox, HOST, 'ip link del vx');
    expect(waiting.outcome).toMatchObject({
      cause: 'no-arp-answer',
      at: at(''),
      why: `no ARP answer on eth0 of ${HOST} from 172.18.0.99`,
    });
    expect(unknown.outcome).toMatchObject({
      cause: 'unknown',
      why: `left ${HOST} by vx for 02:00:00:00:00:01 and was not seen again`,
    });
  });

  it('is dropped by a rule of iptables, by its number', async () => {
    await run(
      sandbox,
      HOST,
      `iptables -A FORWARD -p udp -j ACCEPT
iptables -A FORWARD -s 192.0.2.0/24 -j ACCEPT
iptables -A FORWARD -p tcp --dport 8080 -d 10.9.0.2 -j DROP`,
    );
    const journey = await trace(`${HOST}/client`, 'tcp://10.9.0.2:8080');
    await run(sandbox, HOST, 'iptables -F FORWARD');
    expect(journey.outcome).toMatchObject({
      cause: 'rule',
      at: at(''),
      why: `dropped by rule 3 of FORWARD (table filter) in ${HOST}: -d 10.9.0.2/32 -p tcp -m tcp --dport 8080 -j DROP`,
      rule: { hook: 'forward', number: 3, counters: { packets: 1, bytes: 60 }, verdict: 'drop' },
    });
    expect(journey.hops.at(-1)).toMatchObject({ interface: 'br0', direction: 'in', action: 'lost' });
  });

  it('is dropped by a policy, and the rule that would have let it pass is named', async () => {
    await run(sandbox, HOST, 'iptables -P FORWARD DROP; iptables -A FORWARD -p tcp --dport 80 -j ACCEPT');
    const journey = await trace(`${HOST}/client`, 'tcp://10.9.0.2:8080');
    await run(sandbox, HOST, 'iptables -P FORWARD ACCEPT; iptables -F FORWARD');
    expect(journey).toMatchObject({
      outcome: { cause: 'rule', why: `dropped by the policy (drop) of FORWARD (table filter) in ${HOST}` },
      nearestMiss: { is: 'rule', differs: 'the port would have to be 80, and is 8080' },
    });
  });

  it('is dropped on its way out by a rule of nft, before any interface sees it', async () => {
    await run(
      sandbox,
      HOST,
      `ip netns exec client nft -f - <<'NFT'
table inet guard {
  chain leaving {
    type filter hook output priority 0; policy accept;
    ip daddr 10.9.0.0/24 counter drop
  }
}
NFT`,
    );
    const journey = await trace(`${HOST}/client`, 'icmp://10.9.0.2');
    await run(
      sandbox,
      HOST,
      'ip -n client link show >/dev/null; ip netns exec client nft delete table inet guard',
    );
    expect(journey.outcome).toMatchObject({
      cause: 'rule',
      at: at('client'),
      why: `dropped by rule 1 of leaving (table guard) in client on ${HOST}: ip daddr 10.9.0.0/24 drop`,
      rule: { family: 'inet', hook: 'output', counters: { packets: 1, bytes: 32 } },
    });
    expect(journey.hops.map(({ direction }) => direction)).toEqual(['origin']);
  });

  it('finds no socket; the one that listens next to it is named', async () => {
    expect(await trace(`${HOST}/client`, 'tcp://10.244.1.2:8081')).toMatchObject({
      outcome: {
        cause: 'no-socket',
        at: at('pod-a'),
        why: `reset by pod-a on ${HOST}: no socket listens on 10.244.1.2:8081`,
      },
      nearestMiss: {
        is: 'socket',
        text: 'tcp 0.0.0.0:8080',
        differs: 'it listens on port 8080, not on 8081',
      },
    });
    expect((await trace(`${HOST}/client`, 'udp://10.9.0.2:53')).outcome).toMatchObject({
      cause: 'no-socket',
      at: at('far'),
      why: `refused by far on ${HOST}: no socket has the port (ICMP port unreachable)`,
    });
  });

  it('has no TTL left, or is too big', async () => {
    expect((await trace(`${HOST}/client`, 'icmp://10.9.0.2', { ttl: 1 })).outcome).toMatchObject({
      cause: 'ttl',
      at: at(''),
      why: `the TTL ran out in ${HOST}`,
    });
    expect((await trace(`${HOST}/client`, 'icmp://10.9.0.2', { size: 2000 })).outcome).toMatchObject({
      cause: 'mtu',
      at: at('client'),
      why: expect.stringContaining('1500 bytes at most (MTU), and DF is set'),
    });
    await run(sandbox, HOST, 'ip link set v-far mtu 1300');
    const journey = await trace(`${HOST}/client`, 'udp://10.9.0.2:9', { size: 1400 });
    await run(sandbox, HOST, 'ip link set v-far mtu 1500; ip netns exec client ip route flush cache');
    expect(journey.outcome).toMatchObject({
      cause: 'mtu',
      at: at(''),
      why: `too big for the next link of ${HOST} (MTU 1300), and it must not be fragmented (DF)`,
    });
  });

  it('is not forwarded, or comes in by the wrong interface', async () => {
    await run(sandbox, HOST, 'sysctl -qw net.ipv4.ip_forward=0');
    const stopped = await trace(`${HOST}/client`, 'icmp://10.9.0.2');
    await run(
      sandbox,
      HOST,
      'sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.br0.rp_filter=1; ip route add 10.244.1.100 dev v-far',
    );
    const filtered = await trace(`${HOST}/client`, 'icmp://10.9.0.2');
    await run(sandbox, HOST, 'sysctl -qw net.ipv4.conf.br0.rp_filter=0; ip route del 10.244.1.100');
    expect(stopped.outcome).toMatchObject({ cause: 'not-forwarding', at: at('') });
    expect(filtered.outcome).toMatchObject({
      cause: 'rp-filter',
      at: at(''),
      why: `rp_filter on br0 of ${HOST}: the way back to 10.244.1.100 is another one`,
    });
  });

  it('has a route that refuses it', async () => {
    await run(
      sandbox,
      HOST,
      `ip -n client route add blackhole 10.7.1.0/24
ip -n client route add prohibit 10.7.2.0/24
ip route add unreachable 10.7.3.0/24`,
    );
    const refused = (where: string, type: string, to: string) => ({
      cause: 'no-route',
      why: `${where} has a route of type ${type} to ${to}`,
    });
    const pod = `client on ${HOST}`;
    expect((await trace(`${HOST}/client`, 'icmp://10.7.1.1')).outcome).toMatchObject(
      refused(pod, 'blackhole', '10.7.1.1'),
    );
    expect((await trace(`${HOST}/client`, 'tcp://10.7.2.1:80')).outcome).toMatchObject(
      refused(pod, 'prohibit', '10.7.2.1'),
    );
    expect((await trace(`${HOST}/client`, 'udp://10.7.3.1:53')).outcome).toMatchObject(
      refused(HOST, 'unreachable', '10.7.3.1'),
    );
  });

  it('is rejected by a rule, which is told, and not the reset that the rule sends', async () => {
    await run(sandbox, HOST, 'iptables -A FORWARD -p tcp --dport 81 -j REJECT --reject-with tcp-reset');
    const { outcome } = await trace(`${HOST}/client`, 'tcp://10.9.0.2:81');
    await run(sandbox, HOST, 'iptables -F FORWARD');
    expect(outcome).toMatchObject({
      cause: 'rule',
      why: expect.stringMatching(/^dropped by rule 1 of FORWARD .* REJECT/),
    });
  });

  it('is dropped on a bridge, by a rule of its family', async () => {
    await run(
      sandbox,
      HOST,
      `nft -f - <<'NFT'
table bridge guard {
  chain across {
    type filter hook forward priority 0; policy accept;
    ip daddr 10.244.1.3 counter drop
  }
}
NFT`,
    );
    const { outcome } = await trace(`${HOST}/client`, 'tcp://10.244.1.3:8080');
    await run(sandbox, HOST, 'nft delete table bridge guard');
    expect(outcome).toMatchObject({ cause: 'rule', at: at(''), rule: { family: 'bridge', chain: 'across' } });
  });

  it('may be the answer: nobody knows the way back, or a rule drops it there', async () => {
    await run(sandbox, HOST, 'ip -n far route del 10.244.1.0/24');
    const unsent = await trace(`${HOST}/client`, 'icmp://10.9.0.2');
    await run(
      sandbox,
      HOST,
      'ip -n far route add 10.244.1.0/24 via 10.9.0.1; iptables -A FORWARD -s 10.9.0.2 -j DROP',
    );
    const dropped = await trace(`${HOST}/client`, 'icmp://10.9.0.2');
    await run(sandbox, HOST, 'iptables -F FORWARD');
    expect(unsent.outcome).toMatchObject({
      leg: 'answer',
      cause: 'no-route',
      at: at('far'),
      why: `no route back to 10.244.1.100 in far on ${HOST}`,
    });
    expect(unsent.hops.at(-1)?.action).toBe('delivered');
    expect(dropped.outcome).toMatchObject({ leg: 'answer', cause: 'rule', at: at('') });
    expect(dropped.hops.at(-1)).toMatchObject({ leg: 'answer', interface: 'v-far', action: 'lost' });
  });

  it('may be delivered, and nothing answers', async () => {
    await run(sandbox, HOST, 'ip netns exec far sysctl -qw net.ipv4.icmp_echo_ignore_all=1');
    const { outcome } = await trace(`${HOST}/client`, 'icmp://10.9.0.2');
    await run(sandbox, HOST, 'ip netns exec far sysctl -qw net.ipv4.icmp_echo_ignore_all=0');
    expect(outcome).toEqual({
      is: 'delivered',
      at: at('far'),
      why: `far on ${HOST} took it, and nothing answered`,
    });
  });
});

describe('a packet of the node’s own', () => {
  it('is routed once more when a rule gives it another destination', async () => {
    await writeRules(sandbox, HOST, [{ to: '10.244.1.2:8080' }]);
    const journey = await trace(HOST, `tcp://${SERVICE}`);
    expect(journey.hops[0]).toMatchObject({
      direction: 'origin',
      route: { route: 'default via 172.18.0.1 dev eth0' },
      rerouted: { route: '10.244.1.0/24 dev br0' },
      translation: { destination: { from: SERVICE, to: '10.244.1.2:8080' } },
    });
    expect(journey.hops[0]?.rules.map(({ chain, hook }) => [chain, hook]).slice(0, 2)).toEqual([
      ['OUTPUT', 'output'],
      ['KUBE-SERVICES', 'output'],
    ]);
    expect(journey.hops[1]).toMatchObject({ interface: 'br0', packet: { destination: '10.244.1.2' } });
  });

  it('to itself goes by lo', async () => {
    const { hops, outcome } = await trace(HOST, 'icmp://10.244.1.1');
    expect(hops.map(({ direction, interface: name }) => name ?? direction)).toEqual([
      ...['origin', 'lo', 'lo'],
      ...['origin', 'lo', 'lo'],
    ]);
    expect(outcome.is).toBe('answered');
  });

  it('can be stored as it was heard, and joined again', async () => {
    const request = {
      from: { host: HOST, netns: 'client' },
      protocol: 'udp',
      address: '10.9.0.2',
      port: 7,
      size: 3,
    } as const;
    const heard = await recordJourney(sandbox, request);
    const stored = recording.parse(JSON.parse(JSON.stringify(heard)));
    expect(journeyOf(stored.observed, stored.explained)).toEqual(journeyOf(heard.observed, heard.explained));
  });
});

describe('copies that a bridge floods', () => {
  const hops = ({ hops: all }: Journey) =>
    all
      .filter(({ leg }) => leg === 'request')
      .map(({ stack, direction, interface: name }) => `${stack.netns} ${direction} ${name ?? ''}`);

  it('are told, and are no part of the way', async () => {
    const straight = await trace(`${HOST}/client`, 'icmp://10.244.1.2');
    await run(
      sandbox,
      HOST,
      `bridge fdb del $(ip -n pod-a -br link show eth0 | awk '{ print $3 }') dev v-pod-a master`,
    );
    const flooded = await trace(`${HOST}/client`, 'icmp://10.244.1.2');
    expect(flooded.notes).toEqual([
      'A bridge did not know the port and sent copies to all: 1 came to stacks that they were not for.',
    ]);
    expect(straight.notes).toEqual([]);
    if (flooded.ambiguous === undefined) expect(hops(flooded)).toEqual(hops(straight));
    else expect(hops(flooded)).toHaveLength(hops(straight).length);
    expect(hops(flooded).at(-1)).toBe('pod-a in eth0');
  });
});

describe('the sandbox', () => {
  const counted = (state: NetworkState) =>
    (state.hosts[HOST]?.namespaces[0]?.iptables?.tables.nat ?? []).flatMap(({ name, rules }) =>
      rules.map(({ packets }, n) => [`${name} ${n + 1}`, packets] as const),
    );

  it('is as it was before, but for the counters of the rules that the packet met', async () => {
    await writeRules(sandbox, HOST, [{ to: '10.244.1.2:8080' }]);
    const before = await collector.collect('full');
    const journey = await trace(`${HOST}/client`, `tcp://${SERVICE}`);
    expect(journey.outcome.is).toBe('answered');
    const after = await collector.collect('full');
    const quiet = { depth: 'full', traffic: false, sandbox: 'same' } as const;
    expect(normalise(after, quiet)).toEqual(normalise(before, quiet));
    const flows = (state: NetworkState) => state.hosts[HOST]?.namespaces.map(({ conntrack }) => conntrack);
    expect(flows(after)).toEqual(flows(before));
    // Conntrack keeps what went to the device, too, where it waits for an ARP answer and no tap sees it.
    expect((await trace(HOST, 'icmp://10.244.1.78')).outcome).toMatchObject({ cause: 'no-arp-answer' });
    expect(flows(await collector.collect('full'))).toEqual(flows(before));
    const met = journey.hops.flatMap(({ rules }) => rules.map(({ chain, number }) => `${chain} ${number}`));
    expect(met.filter((rule) => rule.startsWith('KUBE-'))).toHaveLength(3);
    const old = new Map(counted(before));
    expect(counted(after).map(([rule, packets]) => [rule, packets - (old.get(rule) ?? 0)])).toEqual(
      counted(after).map(([rule]) => [rule, met.includes(rule) ? 1 : 0]),
    );
  });

  it('has nothing of an observer that was ended in the middle', async () => {
    const tables = async () => run(sandbox, HOST, 'nft list tables; ip netns exec client nft list tables');
    const observer = await HostObserver.start(sandbox, HOST, { protocol: 'tcp', nonce: 2 ** 30, epoch: 0 });
    expect(await tables()).toMatch(/wirebook_trace/);
    observer.end();
    await expect.poll(tables).not.toMatch(/wirebook_trace/);
  });

  it('may have names in /run/netns that stand for no network namespace', async () => {
    await run(
      sandbox,
      HOST,
      `ln -s /proc/1/ns/mnt /run/netns/a-mount
mkfifo /run/netns/a-fifo
touch /run/netns/a-file`,
    );
    const { outcome, notes } = await trace(`${HOST}/client`, 'icmp://10.9.0.2');
    await run(sandbox, HOST, 'rm /run/netns/a-*');
    expect([outcome.is, notes]).toEqual(['answered', []]);
  });

  it('without the namespace is told so, with those that it has', async () => {
    const refused = trace(`${HOST}/nobody`, 'icmp://10.9.0.2');
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toMatchObject({ remedy: 'Its namespaces: client, far, pod-a, pod-b' });
  });
});
