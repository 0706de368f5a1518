/** What the `cni` probe is asked for and what it saw: plain data, shared by the runner that makes it and the kind that judges it. */
import type { Origin } from '../probe.ts';

/** The groups of calls that can be asked for, each with containers of its own. */
export const CNI_PARTS = ['version', 'add', 'check', 'del', 'errors'] as const;
export type CniPart = (typeof CNI_PARTS)[number];

/** A network configuration (list) of the CNI specification, section 1. */
export interface CniNetwork {
  readonly cniVersion: string;
  readonly name: string;
  readonly plugins: readonly ({ readonly type: string } & Readonly<Record<string, unknown>>)[];
}

/** Calls plugins as a container runtime does, for containers of its own, and looks before, between and after. */
export interface CniProbe {
  readonly probe: 'cni';
  readonly from: Origin;
  /** One program with the configuration that it is given; or the file of a list, whose programs are looked for in `path`. */
  readonly target: { readonly program: string; readonly network: CniNetwork } | { readonly conflist: string };
  /** CNI_PATH. */
  readonly path: readonly string[];
  /** Capability arguments of the runtime, for plugins that declare the capability. */
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly parts: readonly CniPart[];
  /** How many addresses the network has: one container more is tried. */
  readonly pool?: number;
}

export interface CniResult {
  readonly probe: 'cni';
  /** The list in the file cannot be used, and why; nothing was called. */
  readonly unusable?: string;
  readonly plugins: readonly string[];
  readonly cniVersion: string;
  /** By part, then by label. */
  readonly containers: Readonly<Record<string, Readonly<Record<string, CniContainer>>>>;
  /** In the order in which they ended. */
  readonly operations: readonly CniOperation[];
  readonly looks: readonly CniLook[];
}

export interface CniContainer {
  readonly id: string;
  /** Path of the namespace. */
  readonly netns: string;
  readonly ifname: string;
}

/** One verb on the whole network: the calls of its plugins, up to one that failed. */
export interface CniOperation {
  readonly part: CniPart;
  /** `add`, `add-again`, `check-no-device`, ... */
  readonly purpose: string;
  readonly command: string;
  /** Label. */
  readonly container?: string;
  readonly calls: readonly CniCall[];
}

export interface CniCall {
  readonly plugin: string;
  /** The CNI_* variables it was given. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: string;
  /**
   * `ran`: it ended by itself. `late`: it was ended after 10 s, or later where the processor is emulated. `killed`: by a signal. The others: it could not be started,
   * since there is no such file, no permission to execute it, no interpreter as its first line says, no program at all.
   */
  readonly outcome: 'ran' | 'late' | 'killed' | 'missing' | 'forbidden' | 'no-interpreter' | 'no-program';
  /** Only with `ran`. */
  readonly status: number | null;
  /** First 64 KiB. */
  readonly stdout: string;
  readonly stderr: string;
}

export interface CniLook {
  readonly part: CniPart;
  /** `before`, `added`, `deleted-first`, ... */
  readonly moment: string;
  /** The node's own. */
  readonly links: readonly CniLink[];
  /** Destinations in CIDR notation, table main, IPv4. */
  readonly routes: readonly string[];
  /** Lines of iptables-save and `nft list ruleset` that name an address or a container. */
  readonly rules: readonly string[];
  /** Files that plugins keep for a container (label): with its ID in them, or its ID or address for a name. */
  readonly kept: readonly { readonly path: string; readonly container: string }[];
  /** By label; absent when the namespace was gone. */
  readonly inside: Readonly<
    Record<string, { readonly links: readonly CniLink[]; readonly routes: readonly string[] }>
  >;
  /** From a container, or (null) from the node, to a container's first address. */
  readonly pings: readonly {
    readonly from: string | null;
    readonly to: string;
    readonly answered: boolean;
  }[];
}

export interface CniLink {
  readonly name: string;
  readonly index: number;
  /** `veth`, `bridge`, ...; '' for what was there from the start. */
  readonly kind: string;
  readonly up: boolean;
  readonly carrier: boolean;
  readonly mac: string;
  /** Index of the other end, or of the device below. */
  readonly peer: number | null;
  /** In CIDR notation. */
  readonly addresses: readonly string[];
}
