/** Calls CNI plugins as a container runtime does, for containers of its own, and looks before, between and after. */
import { z } from 'zod';
import { origin } from './origin.ts';

/** The groups of calls that can be asked for, each with containers of its own. */
export const CNI_PARTS = ['version', 'add', 'check', 'del', 'errors'] as const;
const cniPart = z.enum(CNI_PARTS);
export type CniPart = z.infer<typeof cniPart>;

/** A network configuration (list) of the CNI specification, section 1. */
const cniNetwork = z.strictObject({
  cniVersion: z.string(),
  name: z.string(),
  plugins: z.array(z.looseObject({ type: z.string() })).readonly(),
});
export type CniNetwork = z.infer<typeof cniNetwork>;

export const cniProbe = z.strictObject({
  probe: z.literal('cni'),
  from: origin,
  /** One program with the configuration that it is given; or the file of a list, whose programs are looked for in `path`. */
  target: z.union([
    z.strictObject({ program: z.string(), network: cniNetwork }),
    z.strictObject({ conflist: z.string() }),
  ]),
  /** CNI_PATH. */
  path: z.array(z.string()).readonly(),
  /** Capability arguments of the runtime, for plugins that declare the capability. */
  capabilities: z.record(z.string(), z.unknown()),
  parts: z.array(cniPart).readonly(),
  /** How many addresses the network has: one container more is tried. */
  pool: z.int().exactOptional(),
});
export type CniProbe = z.infer<typeof cniProbe>;

const cniContainer = z.strictObject({
  id: z.string(),
  /** Path of the namespace. */
  netns: z.string(),
  ifname: z.string(),
});
export type CniContainer = z.infer<typeof cniContainer>;

const cniCall = z.strictObject({
  plugin: z.string(),
  /** The CNI_* variables it was given. */
  environment: z.record(z.string(), z.string()),
  stdin: z.string(),
  /**
   * `ran`: it ended by itself. `late`: it was ended after 10 s, or later where the processor is emulated. `killed`: by a signal.
   * The others: it could not be started, since there is no such file, no permission to execute it, no interpreter as its first
   * line says, no program at all.
   */
  outcome: z.enum(['ran', 'late', 'killed', 'missing', 'forbidden', 'no-interpreter', 'no-program']),
  /** Only with `ran`. */
  status: z.int().nullable(),
  /** First 64 KiB. */
  stdout: z.string(),
  stderr: z.string(),
});
export type CniCall = z.infer<typeof cniCall>;

/** One verb on the whole network: the calls of its plugins, up to one that failed. */
const cniOperation = z.strictObject({
  part: cniPart,
  /** `add`, `add-again`, `check-no-device`, ... */
  purpose: z.string(),
  command: z.string(),
  /** Label. */
  container: z.string().exactOptional(),
  calls: z.array(cniCall).readonly(),
});
export type CniOperation = z.infer<typeof cniOperation>;

const cniLink = z.strictObject({
  name: z.string(),
  index: z.int(),
  /** `veth`, `bridge`, ...; '' for what was there from the start. */
  kind: z.string(),
  up: z.boolean(),
  carrier: z.boolean(),
  mac: z.string(),
  /** Index of the other end, or of the device below. */
  peer: z.int().nullable(),
  /** In CIDR notation. */
  addresses: z.array(z.string()).readonly(),
});
export type CniLink = z.infer<typeof cniLink>;

const cniLook = z.strictObject({
  part: cniPart,
  /** `before`, `added`, `deleted-first`, ... */
  moment: z.string(),
  /** The node's own. */
  links: z.array(cniLink).readonly(),
  /** Destinations in CIDR notation, table main, IPv4. */
  routes: z.array(z.string()).readonly(),
  /** Lines of iptables-save and `nft list ruleset` that name an address or a container. */
  rules: z.array(z.string()).readonly(),
  /** Files that plugins keep for a container (label): with its ID in them, or its ID or address for a name. */
  kept: z.array(z.strictObject({ path: z.string(), container: z.string() })).readonly(),
  /** By label; absent when the namespace was gone. */
  inside: z.record(
    z.string(),
    z.strictObject({ links: z.array(cniLink).readonly(), routes: z.array(z.string()).readonly() }),
  ),
  /** From a container, or (null) from the node, to a container's first address. */
  pings: z
    .array(z.strictObject({ from: z.string().nullable(), to: z.string(), answered: z.boolean() }))
    .readonly(),
});
export type CniLook = z.infer<typeof cniLook>;

export const cniResult = z.strictObject({
  probe: z.literal('cni'),
  /** The list in the file cannot be used, and why; nothing was called. */
  unusable: z.string().exactOptional(),
  plugins: z.array(z.string()).readonly(),
  cniVersion: z.string(),
  /** By part, then by label. */
  containers: z.record(z.string(), z.record(z.string(), cniContainer)),
  /** In the order in which they ended. */
  operations: z.array(cniOperation).readonly(),
  looks: z.array(cniLook).readonly(),
});
export type CniResult = z.infer<typeof cniResult>;
