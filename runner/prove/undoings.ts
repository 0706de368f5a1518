/**
 * How to undo what a check looks at: for a check that passes, a command after which it must not. Pure, from the check's
 * arguments alone: what is derived here was not written by whoever wrote the check.
 */
import { z } from 'zod';

export interface Undoing {
  readonly host: string;
  /** Bash, run as root of the host. */
  readonly script: string;
}

type Undo = (args: Readonly<Record<string, unknown>>) => string | undefined;

const text = z.coerce.string();
const record = z.record(z.string(), z.unknown());

/** In single quotes for bash. */
function q(value: unknown): string {
  return `'${text.parse(value).replaceAll("'", `'\\''`)}'`;
}

/** `ip` within the check's namespace. */
function ip({ netns }: Readonly<Record<string, unknown>>, program = 'ip'): string {
  return netns === undefined ? program : `${program} -n ${q(netns)}`;
}

function inside({ netns }: Readonly<Record<string, unknown>>): string {
  return netns === undefined ? '' : `ip netns exec ${q(netns)} `;
}

const gone = (args: Readonly<Record<string, unknown>>) => args.present === false;

/** Ends whatever listens on the port, and waits until nothing does: as long as the sandbox's `exec` lets it. */
function silence(args: Readonly<Record<string, unknown>>, port: unknown, protocol = 'tcp'): string {
  const option = protocol === 'udp' ? '-Hlunp' : '-Hltnp';
  const look = `${inside(args)}ss ${option} 'sport = :${text.parse(port)}'`;
  return `while true; do
  pids=$(${look} | grep -oE 'pid=[0-9]+' | cut -d= -f2 | sort -u)
  [ -z "$pids" ] && exit 0
  kill -KILL $pids 2>/dev/null
  sleep 0.1
done`;
}

/** No way to the address any more, from where the check asks. For one of its own, routes of the table main are not asked. */
function cutOff(args: Readonly<Record<string, unknown>>, address: string): string | undefined {
  if (!/^\d+(\.\d+){3}$/.test(address)) return undefined;
  return `if ${ip(args)} route get ${address} | grep -q '^local'; then
  ${inside(args)}iptables -t raw -I OUTPUT -d ${address} -j DROP
else
  ${ip(args)} route replace unreachable ${address}/32
fi`;
}

function noAnswer(args: Readonly<Record<string, unknown>>): string | undefined {
  if ((args.expect ?? 'answered') !== 'answered') return undefined;
  const { hostname, port } = new URL(text.parse(args.url));
  if (hostname === 'localhost' || hostname.startsWith('127.')) return silence(args, port || 80);
  return cutOff(args, hostname);
}

function deleteRulesFor(address: unknown): string {
  const words = `-d ${text.parse(address)}/32 `;
  return `iptables-save -t nat | grep -F -- ${q(words)} | sed 's/^-A/-D/' | while IFS= read -r rule; do
  eval "iptables -t nat $rule"
done`;
}

const pods = z.array(z.object({ host: text.optional(), netns: text.optional(), address: text }));

/** What is done on the check's host to the first pod's way to the second; nothing where that pod is on another host. */
function firstPair(
  args: Readonly<Record<string, unknown>>,
  undo: (from: Readonly<Record<string, unknown>>, to: string) => string | undefined,
): string | undefined {
  const [from, to] = pods.parse(args.pods);
  return from && to && (from.host ?? args.host) === args.host ? undo(from, to.address) : undefined;
}

const UNDO: Readonly<Record<string, Undo>> = {
  namespace: (args) =>
    gone(args)
      ? `ip netns add ${q(args.name)}`
      : `umount -l /run/netns/${q(args.name)} 2>/dev/null; rm -f /run/netns/${q(args.name)}`,
  link: (args) => {
    const name = q(args.name);
    if (gone(args)) return `${ip(args)} link add ${name} type dummy`;
    if (args.up === false) return `${ip(args)} link set ${name} up`;
    if (args.up === true || args.carrier === true) return `${ip(args)} link set ${name} down`;
    if (typeof args.master === 'string') return `${ip(args)} link set ${name} nomaster`;
    if (typeof args.mtu === 'number') return `${ip(args)} link set ${name} mtu ${args.mtu - 1}`;
    return args.name === 'lo' ? undefined : `${ip(args)} link del ${name}`;
  },
  address: (args) => {
    const device = args.link === undefined ? 'lo' : q(args.link);
    if (gone(args)) return `${ip(args)} addr add ${q(args.address)} dev ${device}`;
    const bare = q(text.parse(args.address).split('/')[0]);
    return `for dev in $(${ip(args)} -o addr show to ${bare} | awk '{ print $2 }'); do
  ${ip(args)} addr del ${q(args.address)} dev "$dev"
done`;
  },
  route: (args) => {
    const table = args.table === undefined ? '' : ` table ${q(args.table)}`;
    const via = args.via === undefined ? '' : ` via ${q(args.via)}`;
    // One that carries packets: an unreachable one would not be the route that must be gone.
    if (gone(args)) {
      const onlink = via === '' ? '' : ' onlink';
      return `${ip(args)} route add ${q(args.destination)}${via} dev ${q(args.dev ?? 'lo')}${onlink}${table}`;
    }
    const dev = args.dev === undefined ? '' : ` dev ${q(args.dev)}`;
    return `${ip(args)} route del ${q(args.destination)}${via}${dev}${table}`;
  },
  neighbour: (args) =>
    gone(args)
      ? undefined
      : `${ip(args)} neigh show to ${q(args.address)} | while read -r _ _ dev _; do
  ${ip(args)} neigh del ${q(args.address)} dev "$dev"
done`,
  fdb: (args) =>
    gone(args)
      ? undefined
      : `${ip(args, 'bridge')} fdb show dev ${q(args.port)} | while read -r mac rest; do
  case $rest in *self*) side=self ;; *) side=master ;; esac
  ${ip(args, 'bridge')} fdb del "$mac" dev ${q(args.port)} $side $(grep -oE 'dst [^ ]+' <<<"$rest") 2>/dev/null
done
true`,
  sysctl: (args) => `${inside(args)}sysctl -qw ${q(args.key)}=${text.parse(args.value) === '1' ? 0 : 1}`,
  listening: (args) => (gone(args) ? undefined : silence(args, args.port, text.parse(args.protocol))),
  iptables: (args) => {
    const iptables = `${inside(args)}iptables -t ${q(args.table)}`;
    if (gone(args)) return undefined;
    if (args.rule !== undefined || args.minPackets !== undefined || Number(args.count ?? 0) > 0) {
      return `${iptables} -F ${q(args.chain)}`;
    }
    if (typeof args.policy !== 'string') return undefined;
    return `${iptables} -P ${q(args.chain)} ${args.policy === 'DROP' ? 'ACCEPT' : 'DROP'}`;
  },
  'shared-namespaces': ({ processes }) => {
    const [first] = z.array(text).parse(processes);
    return `pkill -KILL -f -- ${q(first)}; while pgrep -f -- ${q(first)} >/dev/null; do sleep 0.1; done`;
  },
  // A sandbox that ends leaves its containers alone: the check must miss it all the same.
  pod: ({ sandbox }) => `crun --cgroup-manager=disabled delete -f ${q(record.parse(sandbox).id)}`,
  'pod-gone': ({ netns }) => `ip netns add ${q(netns)}`,
  service: (args) => deleteRulesFor(args.address),
  nat: (args) => `${inside(args)}iptables -t nat -F; ${inside(args)}nft flush ruleset`,
  conntrack: (args) =>
    gone(args) ? undefined : `${inside(args)}conntrack -D -p ${text.parse(args.protocol)} || true`,
  'route-decisions': (args) => `rm -f ${q(args.file)}`,
  http: noAnswer,
  'client-address': noAnswer,
  cni: (args) => `rm -f ${q(args.plugin ?? args.conflist)}`,
  program: (args) => `chmod -x ${q(args.path)}`,
  'bgp-route': () => 'birdc disable all',
  mesh: (args) => firstPair(args, cutOff),
  'no-nat': (args) => firstPair(args, (_, to) => `iptables -t nat -I POSTROUTING -d ${q(to)} -j MASQUERADE`),
  mtu: (args) => cutOff(args, text.parse(args.to)),
  ping: (args) =>
    (args.expect ?? 'answered') === 'answered' ? cutOff(args, text.parse(args.to)) : undefined,
};

/** From the mildest to the one that takes most with it: a later one finds as many ticks as possible still there. */
const ORDER = [
  'route-decisions',
  'program',
  'cni',
  'conntrack',
  'iptables',
  'service',
  'ping',
  'mtu',
  'http',
  'client-address',
  'mesh',
  'no-nat',
  'nat',
  'bgp-route',
  'fdb',
  'neighbour',
  'route',
  'sysctl',
  'address',
  'link',
  'listening',
  'pod-gone',
  'shared-namespaces',
  'pod',
  'namespace',
];

/** For sorting checks into the order in which to undo them. */
export function undoingRank(kind: string): number {
  const rank = ORDER.indexOf(kind);
  return rank < 0 ? ORDER.length : rank;
}

/**
 * @param args the check's arguments as its kind's schema gave them, `host` among them
 * @returns undefined where no general way is known: kinds that ask for something to be silent, or that load a service
 */
export function undoing(kind: string, args: unknown): Undoing | undefined {
  const own = record.parse(args);
  const script = UNDO[kind]?.(own);
  return script === undefined ? undefined : { host: text.parse(own.host), script: `${script}\n` };
}
