/**
 * The topology of a lab: its hosts, the segments they are on, and who forwards between those. One schema for what a chapter
 * says, what a driver builds and what a record of a sandbox holds. Pure; knows no host by its name (default-topology.ts).
 */
import { z } from 'zod';
import { familyOf, networkOf, sameAddress, splitPrefix } from './addresses.ts';
import { LONGEST_NAME } from './link-name.ts';
import { topologyMistakes } from './topology-rules.ts';

/** Links and settings of each network namespace, and what a name service knows already. */
const TAKEN = ['all', 'default', 'lo', 'localhost', 'wire'];
/** A sandbox's processes and namespaces are bounded; each host takes some before it runs a command. */
const MOST = 12;

const name = z
  .string({ error: 'must be a name such as node-a' })
  .regex(/^[a-z][a-z0-9-]*$/, 'must be a name of lower-case letters, digits and hyphens such as node-a')
  .max(LONGEST_NAME, `must have at most ${LONGEST_NAME} characters, as a network interface’s name`)
  .refine((text) => !TAKEN.includes(text), `must be none of ${TAKEN.join(', ')}: they mean something else`);

export const hostName = name;

const ofFamily = (family: 'inet' | 'inet6', example: string) =>
  z
    .string({ error: `must be an address such as ${example}` })
    .refine((text) => familyOf(text) === family, `must be an address such as ${example}`);
const address = ofFamily('inet', '10.1.0.2');
const address6 = ofFamily('inet6', 'fd00:1::2');

const subnetOf = (family: 'inet' | 'inet6', longest: number, example: string) =>
  z.string({ error: `must be a network such as ${example}` }).superRefine((text, context) => {
    const { ip, prefix } = splitPrefix(text);
    const says = (message: string) => context.addIssue({ code: 'custom', message });
    if (familyOf(ip) !== family || !/^[^/]+\/\d{1,3}$/.test(text))
      says(`must be a network such as ${example}`);
    else if (prefix < 1 || prefix > longest) says(`must have a prefix length from 1 to ${longest}`);
    else if (!sameAddress(networkOf(ip, prefix), ip))
      says(`must be a network's address: ${networkOf(ip, prefix)}/${prefix}`);
  });

const segmentSchema = z.strictObject({
  name,
  subnet: subnetOf('inet', 30, '10.1.0.0/24'),
  subnet6: subnetOf('inet6', 126, 'fd00:1::/64').optional(),
  /** The lab's own router has this address here. It is no host: it forwards between its segments and knows no other network. */
  router: address.optional(),
  router6: address6.optional(),
});

/** They are `eth0`, `eth1`, ... in this order. */
const interfaceSchema = z.strictObject({ segment: name, address, address6: address6.optional() });

const hostSchema = z.strictObject({
  name,
  interfaces: z.array(interfaceSchema).min(1, 'must have at least one interface'),
  /** Its default route goes to this address; absent: it has none. */
  gateway: address.optional(),
  gateway6: address6.optional(),
  /** It forwards between its interfaces from the start. */
  forwards: z.boolean().optional(),
  /** On its port 80 it answers each client with the address it sees (`You are 10.1.0.2`) and logs address and path to /var/log/clients. */
  answersHttp: z.boolean().optional(),
});

const shapeSchema = z.strictObject({
  segments: z
    .array(segmentSchema)
    .min(1, 'must have at least one segment')
    .max(MOST, `must be at most ${MOST}`),
  hosts: z.array(hostSchema).min(1, 'must name at least one host').max(MOST, `must be at most ${MOST}`),
});

export const topologySchema = shapeSchema.superRefine((topology, context) => {
  for (const { path, message } of topologyMistakes(topology))
    context.addIssue({ code: 'custom', path: [...path], message });
});

export type Topology = z.infer<typeof shapeSchema>;
export type Segment = Topology['segments'][number];
export type LabHost = Topology['hosts'][number];
export type LabInterface = LabHost['interfaces'][number];

export const hostNames = ({ hosts }: Topology): string[] => hosts.map((host) => host.name);

export const hostOf = ({ hosts }: Topology, wanted: string): LabHost | undefined =>
  hosts.find((host) => host.name === wanted);

/** The hosts of these names, in this order, and the segments that they are on. @returns undefined when one is not there */
export function selectHosts(topology: Topology, names: readonly string[]): Topology | undefined {
  const hosts = names.map((wanted) => hostOf(topology, wanted));
  if (!hosts.every((host) => host !== undefined)) return undefined;
  return {
    segments: topology.segments.filter((segment) => hosts.some((host) => isOn(host, segment))),
    hosts,
  };
}

export const isOn = ({ interfaces }: LabHost, segment: Segment): boolean =>
  interfaces.some((one) => one.segment === segment.name);

/** The host's address as another host would call it: on a segment that both are on, where there is one. */
export function addressFor(topology: Topology, caller: string, called: LabHost): LabInterface {
  const near = hostOf(topology, caller)?.interfaces.map(({ segment }) => segment) ?? [];
  return (
    called.interfaces.find(({ segment }) => near.includes(segment)) ?? (called.interfaces[0] as LabInterface)
  );
}
