/** Collecting NetworkState of 3 hosts with 6 nested namespaces, light and full, beside the same tools spawned one by one. */
import { startCollector } from '../runner/observe/collect/collector.ts';
import type { HostName, Sandbox } from '../runner/sandbox/driver.ts';
import { namespacesDriver } from '../runner/sandbox/namespaces/driver.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const HOSTS: readonly HostName[] = ['control-plane', 'worker', 'worker2'];
const PODS = ['a', 'b'];
const RUNS = 25;
/** The reference is slow; its spread is small beside that. */
const REFERENCE_RUNS = 5;

const LIGHT = [
  'ip -j -d addr',
  'ip -j -d route show table all',
  'ip -j rule',
  'ip -j -d neigh',
  'bridge -j fdb',
];
const FULL = [
  ...LIGHT,
  'ss -lntuHp',
  'sysctl -a -r ^net',
  'iptables-save -c',
  'nft -j list ruleset',
  'conntrack -L',
];

/** A bridge, two pods and a service's rules: what the chapter on Services leaves on a host. */
const BUILD = `set -e
ip link add br0 type bridge; ip addr add 10.0.0.254/24 dev br0; ip link set br0 up
for pod in ${PODS.join(' ')}; do
  ip netns add $pod
  ip link add veth-$pod type veth peer name eth0 netns $pod
  ip link set veth-$pod master br0 up; ip -n $pod link set lo up; ip -n $pod link set eth0 up
done
ip -n a addr add 10.0.0.1/24 dev eth0; ip -n b addr add 10.0.0.2/24 dev eth0
ip netns exec a ping -c1 -W2 10.0.0.2 >/dev/null
for service in $(seq 20); do
  iptables -t nat -N SVC-$service
  iptables -t nat -A SVC-$service -p tcp -j DNAT --to-destination 10.0.0.1:8080
  iptables -t nat -A PREROUTING -d 10.96.0.$service/32 -p tcp --dport 80 -j SVC-$service
done
setsid ip netns exec a python3 -m http.server 8080 >/dev/null 2>&1 </dev/null &`;

export async function bench(): Promise<Figure[]> {
  const sandbox = await namespacesDriver().up({ hosts: HOSTS });
  try {
    for (const host of HOSTS) await run(sandbox, host, ['bash', '-c', BUILD]);
    const collector = startCollector(sandbox);
    try {
      const collect = (depth: 'light' | 'full') => async () => {
        const state = await collector.collect(depth);
        for (const { unreadable, name, namespaces } of Object.values(state.hosts)) {
          const gaps = namespaces.filter(({ missing }) => Object.keys(missing).length > 0);
          if (unreadable !== undefined || namespaces.length !== 1 + PODS.length || gaps.length > 0)
            throw new Error(`${name} was not read whole: ${unreadable ?? JSON.stringify(gaps)}`);
        }
      };
      return [
        await figure('light state', '<= 30', collect('light'), () => oneByOne(sandbox, LIGHT)),
        await figure('full state', '<= 150', collect('full'), () => oneByOne(sandbox, FULL)),
      ];
    } finally {
      collector.close();
    }
  } finally {
    await sandbox.down();
  }
}

async function figure(
  what: string,
  target: string,
  collect: () => Promise<void>,
  reference: () => Promise<void>,
): Promise<Figure> {
  // The first collection starts the resident processes.
  await collect();
  return {
    name: `${what} of 3 hosts with 6 nested namespaces, median`,
    value: await timed(RUNS, collect),
    unit: 'ms',
    target,
    reference: { name: 'the same tools spawned one by one', value: await timed(REFERENCE_RUNS, reference) },
  };
}

async function timed(runs: number, work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < runs; i += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return median(times);
}

async function oneByOne(sandbox: Sandbox, tools: readonly string[]): Promise<void> {
  for (const host of HOSTS) {
    for (const tool of tools) {
      const argv = tool.split(' ');
      await run(sandbox, host, argv);
      for (const pod of PODS) await run(sandbox, host, ['nsenter', `--net=/run/netns/${pod}`, ...argv]);
    }
  }
}

async function run(sandbox: Sandbox, host: HostName, argv: readonly string[]): Promise<void> {
  const { status, stderr } = await sandbox.exec(host, argv);
  if (status !== 0) throw new Error(`${argv.join(' ')} on ${host}: ${stderr}`);
}
