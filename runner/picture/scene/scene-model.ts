/**
 * A scene: what of an observation a picture shows, each thing under a key. Plain data, which a page may keep and send. It
 * knows no position.
 */

/** `no carrier`: set up, but the other end is not (or there is nothing at the other end). */
export type LinkState = 'up' | 'down' | 'no carrier';

export interface Interface {
  /** Stays the same when the interface is renamed or moved to another namespace (keys.ts). */
  readonly key: string;
  readonly name: string;
  /** As `ip -d link` says it: veth, bridge, vxlan, ...; `loopback` for lo, '' for a physical device. */
  readonly kind: string;
  readonly state: LinkState;
  /** `10.0.0.2/24`; those that the kernel gives itself for one link (fe80::) come last. */
  readonly addresses: readonly string[];
  readonly mac: string;
  readonly mtu: number;
  readonly ifindex: number;
  /** Key of the bridge that it is a port of. */
  readonly bridge?: string;
  /** Key of a veth pair's other end, where it is on the same host. */
  readonly peer?: string;
  /** Name of the segment that it leads to. */
  readonly segment?: string;
  /** Of a device that puts packets into packets. */
  readonly tunnel?: TunnelFacts;
}

export interface TunnelFacts {
  /** The same for all devices of one tunnel. */
  readonly of: string;
  /** `VXLAN, VNI 42` */
  readonly name: string;
}

export interface Listening {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  /** Names of the processes that hold it. */
  readonly by: readonly string[];
}

/** Rules that rewrite addresses. */
export interface Nat {
  /** `masquerade`, `SNAT`, `DNAT` or `redirect`. */
  readonly what: string;
  readonly rules: readonly string[];
}

/** What the chains of kube-proxy (or one that follows its names) do for one cluster IP. */
export interface Service {
  /** `10.96.0.10:80` */
  readonly address: string;
  readonly endpoints: readonly { readonly to: string; readonly share: number }[];
}

export interface Namespace {
  readonly key: string;
  /** Names in /run/netns; none for the host's own and for one that only processes hold. */
  readonly names: readonly string[];
  readonly own: boolean;
  readonly inode: number;
  readonly interfaces: readonly Interface[];
  /** Ids of the containers whose network this is: then it is a Pod's. */
  readonly containers: readonly string[];
  /** Commands of processes inside; only for a namespace without a name, which nothing else tells from others. */
  readonly commands: readonly string[];
  /** Absent: nobody has looked yet (a light observation). So are `nat` and `services`. */
  readonly listens?: readonly Listening[];
  readonly nat?: readonly Nat[];
  readonly services?: readonly Service[];
  /** As `ip route` prints them. Not drawn. */
  readonly routes: readonly string[];
  /** As `ip neigh` prints them. Not drawn. */
  readonly neighbours: readonly string[];
}

export interface Host {
  readonly key: string;
  readonly name: string;
  /** Why nothing is known of it; then it has no namespaces. */
  readonly unreadable?: string;
  /** The host's own comes first. */
  readonly namespaces: readonly Namespace[];
}

export interface SceneSegment {
  readonly key: string;
  readonly name: string;
  readonly subnets: readonly string[];
  /** Addresses of the lab's own router here. */
  readonly router: readonly string[];
  /** Hosts that the topology puts on it, by key. */
  readonly hosts: readonly string[];
}

/** Devices that carry packets inside packets, on several hosts, which belong together. */
export interface Tunnel {
  readonly key: string;
  /** `VXLAN, VNI 42` */
  readonly name: string;
  /** Keys of its devices, in the order of the hosts. */
  readonly ends: readonly string[];
}

export interface Scene {
  readonly segments: readonly SceneSegment[];
  readonly hosts: readonly Host[];
  readonly tunnels: readonly Tunnel[];
}

/** All interfaces with where they are, in the scene's order. */
export function placedInterfaces(
  scene: Scene,
): { readonly host: Host; readonly namespace: Namespace; readonly link: Interface }[] {
  return scene.hosts.flatMap((host) =>
    host.namespaces.flatMap((namespace) => namespace.interfaces.map((link) => ({ host, namespace, link }))),
  );
}

/** `client`, `client = pod-1` (two names, one namespace), `worker` for the host's own, `nginx, without a name`. */
export function namespaceName(host: Host, { own, names, commands }: Namespace): string {
  if (own) return host.name;
  if (names.length > 0) return names.join(' = ');
  return commands.length > 0 ? `without a name: ${commands.join(', ')}` : 'without a name';
}
