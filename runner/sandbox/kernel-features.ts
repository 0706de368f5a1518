/**
 * What a lab host's kernel may lack: by name, the kernel's option, its module, and a command that tries it. Used by
 * `doctor`, and by steps that say `needs=`. Pure; the commands run on a lab host, in a network namespace of their own.
 */

export interface KernelFeature {
  readonly feature: string;
  /** The option of the kernel's build (Kconfig). */
  readonly option: string;
  /** Modules that bring it, for modprobe. */
  readonly modules: readonly string[];
  /** Every lab needs it; without the others only some steps cannot run. */
  readonly essential: boolean;
  /** One line of bash that succeeds where the feature works. */
  readonly trial: string;
}

const link = (type: string, rest = ''): string => `ip link add try-0 type ${type} ${rest}`.trimEnd();
/** A link that sits on another one. */
const on = (type: string, rest = ''): string =>
  `${link('bridge')} && ip link add link try-0 name try-1 type ${type} ${rest}`.trimEnd();
const optional = (feature: string, option: string, module: string, trial: string): KernelFeature => ({
  feature,
  option,
  modules: [module],
  essential: false,
  trial,
});

export const KERNEL_FEATURES: readonly KernelFeature[] = [
  {
    feature: 'veth',
    option: 'CONFIG_VETH',
    modules: ['veth'],
    essential: true,
    trial: link('veth', 'peer name try-1'),
  },
  { feature: 'bridge', option: 'CONFIG_BRIDGE', modules: ['bridge'], essential: true, trial: link('bridge') },
  {
    feature: 'vxlan',
    option: 'CONFIG_VXLAN',
    modules: ['vxlan'],
    essential: false,
    trial: link('vxlan', 'id 1 dstport 4789'),
  },
  {
    feature: 'br_netfilter',
    option: 'CONFIG_BRIDGE_NETFILTER',
    modules: ['br_netfilter'],
    essential: false,
    trial: 'cat /proc/sys/net/bridge/bridge-nf-call-iptables',
  },
  {
    feature: 'overlay',
    option: 'CONFIG_OVERLAY_FS',
    modules: ['overlay'],
    essential: false,
    trial:
      'mount -t tmpfs try /mnt && mkdir /mnt/l /mnt/u /mnt/w /mnt/m && mount -t overlay try -o lowerdir=/mnt/l,upperdir=/mnt/u,workdir=/mnt/w /mnt/m',
  },
  {
    feature: 'nf_tables',
    option: 'CONFIG_NF_TABLES',
    modules: ['nf_tables', 'nft_chain_nat', 'nft_compat', 'xt_statistic'],
    essential: true,
    trial:
      'iptables -t nat -A OUTPUT -p tcp -d 192.0.2.1 --dport 80 -m statistic --mode random --probability 0.5 -j DNAT --to-destination 192.0.2.2:80',
  },
  {
    feature: 'ip_tables',
    option: 'CONFIG_IP_NF_IPTABLES_LEGACY',
    modules: ['ip_tables', 'iptable_nat', 'iptable_filter'],
    essential: false,
    trial: 'if command -v iptables-legacy; then iptables-legacy -t nat -L -n; fi',
  },
  {
    feature: 'conntrack',
    option: 'CONFIG_NF_CT_NETLINK',
    modules: ['nf_conntrack', 'nf_conntrack_netlink'],
    essential: false,
    trial: 'conntrack -L',
  },
  optional('dummy', 'CONFIG_DUMMY', 'dummy', link('dummy')),
  optional('ipip', 'CONFIG_NET_IPIP', 'ipip', link('ipip', 'local 192.0.2.1 remote 192.0.2.2')),
  optional('geneve', 'CONFIG_GENEVE', 'geneve', link('geneve', 'id 1 remote 192.0.2.2')),
  optional('wireguard', 'CONFIG_WIREGUARD', 'wireguard', link('wireguard')),
  optional('vrf', 'CONFIG_NET_VRF', 'vrf', link('vrf', 'table 10')),
  optional('ifb', 'CONFIG_IFB', 'ifb', link('ifb')),
  optional('macvlan', 'CONFIG_MACVLAN', 'macvlan', on('macvlan', 'mode bridge')),
  optional('ipvlan', 'CONFIG_IPVLAN', 'ipvlan', on('ipvlan')),
  optional('vlan', 'CONFIG_VLAN_8021Q', '8021q', on('vlan', 'id 10')),
  optional('netem', 'CONFIG_NET_SCH_NETEM', 'sch_netem', 'tc qdisc add dev lo root netem delay 1ms'),
];

export const FEATURE_NAMES: readonly string[] = KERNEL_FEATURES.map(({ feature }) => feature);

/** A bash script that tries the features one by one and prints `feature<TAB>ok`, or `feature<TAB>` and what was said. */
export function trialScript(features: readonly string[] = FEATURE_NAMES): string {
  const tries = KERNEL_FEATURES.filter(({ feature }) => features.includes(feature)).map(
    ({ feature, trial }) => `try ${feature} '${trial}'`,
  );
  return [
    'try() {',
    '  local said',
    // The loopback is up as on any host; mounts and links of a trial go with its namespaces.
    '  if said=$(unshare --net --mount bash -c "ip link set lo up; $2" 2>&1 >/dev/null); then said=ok; fi',
    `  printf '%s\\t%s\\n' "$1" "\${said:-failed}" | head -1`,
    '}',
    ...tries,
    '',
  ].join('\n');
}

/** What a trial script printed: feature -> `ok`, or what was said instead. */
export function readTrial(stdout: string): Record<string, string> {
  const lines = stdout.split('\n').filter((line) => line.includes('\t'));
  return Object.fromEntries(lines.map((line) => line.split('\t', 2) as [string, string]));
}

/** In a sentence, with the kernel's option and the way to get it. */
export function lackingWords(feature: string, host: string): string {
  const known = KERNEL_FEATURES.find((one) => one.feature === feature);
  if (!known) return `The kernel of ${host} lacks ${feature}.`;
  return `The kernel of ${host} lacks ${feature} (${known.option}; on most machines: sudo modprobe ${known.modules.join(' ')}).`;
}
