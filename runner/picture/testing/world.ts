/** A lab's state that is changed as `ip` would change it, without a kernel. For tests. */

import { DEFAULT_TOPOLOGY } from '../../../checks/network/default-topology.ts';
import type {
  HostState,
  Link,
  NetworkNamespace,
  NetworkState,
} from '../../../checks/network/state/network-state.ts';
import { selectHosts, type Topology } from '../../../checks/network/topology.ts';
import { address, link, loopback, netns } from '../../../checks/testing/fixtures.ts';

/** A link that may still be changed, and the namespace that it is in. */
export interface Wire {
  home: number;
  ifindex: number;
  name: string;
  kind: string;
  up: boolean;
  peer?: Wire;
  master?: Wire;
  addresses: string[];
  readonly mac: string;
  readonly info: Record<string, unknown>;
}

interface Space {
  readonly inode: number;
  readonly name: string | null;
  ports: number;
  masquerades: boolean;
}

export class HostWorld {
  readonly name: string;
  readonly spaces: Space[] = [];
  readonly wires: Wire[] = [];
  #made: number;

  /** @param place of the host in the world: inodes and MAC addresses are its own */
  constructor(name: string, place: number, addresses: readonly string[]) {
    this.name = name;
    this.#made = place * 10_000;
    this.addSpace('');
    for (const [at, one] of addresses.entries()) {
      const eth = this.addLink(0, `eth${at}`, 'veth');
      eth.addresses.push(`${one}/16`);
      eth.up = true;
    }
  }

  addSpace(name: string | null): void {
    this.#made += 1;
    this.spaces.push({ inode: 4026532000 + this.#made, name, ports: 0, masquerades: false });
  }

  removeSpace(at: number): void {
    const gone = this.wires.filter(({ home }) => home === at);
    for (const wire of gone) this.remove(wire);
    this.spaces.splice(at, 1);
    for (const wire of this.wires) if (wire.home > at) wire.home -= 1;
  }

  addLink(home: number, name: string, kind: string, info: Record<string, unknown> = {}): Wire {
    this.#made += 1;
    const mac = `02:00:00:00:${(this.#made >> 8).toString(16).padStart(2, '0')}:${(this.#made & 255).toString(16).padStart(2, '0')}`;
    const wire = { home, ifindex: this.#freeIndex(home), name, kind, up: false, addresses: [], mac, info };
    this.wires.push(wire);
    return wire;
  }

  addPair(one: number, nameOne: string, other: number, nameOther: string): [Wire, Wire] {
    const [a, b] = [this.addLink(one, nameOne, 'veth'), this.addLink(other, nameOther, 'veth')];
    [a.peer, b.peer] = [b, a];
    return [a, b];
  }

  #freeIndex(home: number): number {
    return Math.max(1, ...this.wires.filter((wire) => wire.home === home).map(({ ifindex }) => ifindex)) + 1;
  }

  remove(wire: Wire): void {
    for (const one of [wire, wire.peer]) {
      const at = one ? this.wires.indexOf(one) : -1;
      if (at >= 0) this.wires.splice(at, 1);
    }
    for (const one of this.wires) if (one.master === wire || one.master === wire.peer) delete one.master;
  }

  /** The ifindex changes where it is taken, and a port leaves its bridge, as in the kernel. */
  move(wire: Wire, to: number): void {
    const taken = this.wires.some(({ home, ifindex }) => home === to && ifindex === wire.ifindex);
    if (taken) wire.ifindex = this.#freeIndex(to);
    wire.home = to;
    wire.up = false;
    wire.addresses = [];
    delete wire.master;
    for (const one of this.wires) if (one.master === wire) delete one.master;
  }

  state(): HostState {
    const namespaces = this.spaces.map(({ inode, name, ports, masquerades }, at): NetworkNamespace => {
      const own = this.wires.filter(({ home }) => home === at).map((wire) => this.#link(wire));
      const chain = { name: 'POSTROUTING', policy: 'ACCEPT', packets: 0, bytes: 0 };
      const rule = {
        text: '-j MASQUERADE',
        words: ['-j', 'MASQUERADE'],
        target: 'MASQUERADE',
        packets: 0,
        bytes: 0,
      };
      return netns(name, {
        inode,
        links: [loopback(), ...own],
        sockets: Array.from({ length: ports }, (_, n) => ({
          protocol: 'tcp' as const,
          address: '0.0.0.0',
          port: 80 + n,
          processes: [],
        })),
        iptables: { tables: masquerades ? { nat: [{ ...chain, rules: [rule] }] } : {} },
      });
    });
    return { name: this.name, processes: [], namespaces };
  }

  #link({ ifindex, name, kind, up, peer, master, addresses, mac, info, home }: Wire): Link {
    const elsewhere = peer && peer.home !== home;
    return link(name, {
      ifindex,
      kind,
      mac,
      up,
      flags: up ? ['UP', ...(peer && !peer.up ? ['NO-CARRIER'] : ['LOWER_UP'])] : [],
      addresses: addresses.map(address),
      info,
      ...(peer && { peerIfindex: peer.ifindex }),
      ...(elsewhere && { peerNetnsid: peer.home, peerNamespace: this.spaces[peer.home]?.inode ?? 0 }),
      ...(kind === 'veth' && !peer && { peerIfindex: 4, peerNetnsid: 0 }),
      ...(master && { master: master.name }),
    });
  }
}

export class World {
  readonly topology: Topology;
  readonly hosts: HostWorld[];

  constructor(topology: Topology) {
    this.topology = topology;
    this.hosts = topology.hosts.map(
      ({ name, interfaces }, at) =>
        new HostWorld(
          name,
          at,
          interfaces.map(({ address: own }) => own),
        ),
    );
  }

  /** Hosts of the default topology. */
  static of(...names: readonly string[]): World {
    const topology = selectHosts(DEFAULT_TOPOLOGY, names);
    if (!topology) throw new Error(`No such hosts: ${names.join(', ')}`);
    return new World(topology);
  }

  observation(): { readonly topology: Topology; readonly state: NetworkState } {
    const hosts = Object.fromEntries(this.hosts.map((host) => [host.name, host.state()]));
    return { topology: this.topology, state: { depth: 'full', takenAt: 0, hosts } };
  }
}
