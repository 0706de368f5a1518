/** What is wrong with a topology that no part of it shows by itself, and what is odd. Pure. */
import { broadcastOf, familyOf, inRange, sameAddress, splitPrefix } from './addresses.ts';
import { LONGEST_NAME, linkName } from './link-name.ts';
import type { LabHost, Topology } from './topology.ts';

interface Mistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Names and addresses given twice, addresses outside of their segments, unknown segments, gateways that nobody is. */
export function topologyMistakes(topology: Topology): Mistake[] {
  return [
    ...doubleNames(topology),
    ...misplaced(topology),
    ...doubleAddresses(topology),
    ...badGateways(topology),
  ];
}

/** Names of hosts that share no segment with another host, and none that a router or a forwarding host joins to one. */
export function hostsApart({ segments, hosts }: Topology): string[] {
  let joined = segments.map((segment) => [segment.name]);
  const join = (names: readonly string[]) => {
    const touched = joined.filter((group) => group.some((one) => names.includes(one)));
    joined = [...joined.filter((group) => !touched.includes(group)), touched.flat()];
  };
  join(segments.filter(({ router }) => router !== undefined).map((segment) => segment.name));
  for (const { interfaces, forwards } of hosts) if (forwards) join(interfaces.map(({ segment }) => segment));
  const meets = (a: LabHost, b: LabHost) =>
    joined.some((group) =>
      [a, b].every(({ interfaces }) => interfaces.some(({ segment }) => group.includes(segment))),
    );
  if (hosts.length === 1) return [];
  return hosts
    .filter((host) => !hosts.some((other) => other !== host && meets(host, other)))
    .map((host) => host.name);
}

function doubleNames({ segments, hosts }: Topology): Mistake[] {
  const named = [
    ...segments.map((segment, at) => ({ name: segment.name, path: ['segments', at, 'name'] })),
    ...hosts.map((host, at) => ({ name: host.name, path: ['hosts', at, 'name'] })),
  ];
  return named
    .filter((one, at) => named.findIndex((other) => other.name === one.name) < at)
    .map(({ path }) => ({
      path,
      message: 'is a name that is given twice; hosts and segments share their names’ space',
    }));
}

interface Placed {
  readonly text: string;
  readonly path: Mistake['path'];
  readonly segment: string;
  /** Of the segment, in the address's family; absent when it has none. */
  readonly subnet: string | undefined;
  /** Absent: it is the router's. */
  readonly host?: string;
}

/** Every address of a topology on a segment that exists. */
function addressesOf({ segments, hosts }: Topology): Placed[] {
  const placed = (text: string | undefined, rest: Omit<Placed, 'text'>) =>
    text === undefined ? [] : [{ text, ...rest }];
  return [
    ...segments.flatMap(({ name, subnet, subnet6, router, router6 }, at) => [
      ...placed(router, { path: ['segments', at, 'router'], segment: name, subnet }),
      ...placed(router6, { path: ['segments', at, 'router6'], segment: name, subnet: subnet6 }),
    ]),
    ...hosts.flatMap(({ name, interfaces }, at) =>
      interfaces.flatMap(({ segment, address, address6 }, index) => {
        const known = segments.find((one) => one.name === segment);
        const path = ['hosts', at, 'interfaces', index];
        if (!known) return [];
        return [
          ...placed(address, { path: [...path, 'address'], segment, subnet: known.subnet, host: name }),
          ...placed(address6, { path: [...path, 'address6'], segment, subnet: known.subnet6, host: name }),
        ];
      }),
    ),
  ];
}

function misplaced(topology: Topology): Mistake[] {
  const known = topology.segments.map((segment) => segment.name);
  const found: Mistake[] = topology.hosts.flatMap((host, at) =>
    host.interfaces.flatMap(({ segment }, index): Mistake[] => {
      const path = ['hosts', at, 'interfaces', index, 'segment'];
      if (!known.includes(segment))
        return [{ path, message: `must be one of the segments ${known.join(', ')}` }];
      const link = linkName(host.name, index);
      if (link.length <= LONGEST_NAME) return [];
      const message = `must be shorter: its link ${link} has more than ${LONGEST_NAME} characters, too many for an interface`;
      return [{ path: ['hosts', at, 'name'], message }];
    }),
  );
  for (const { text, path, subnet, segment } of addressesOf(topology)) {
    if (subnet === undefined)
      found.push({ path, message: `must not be there: the segment ${segment} has no subnet6` });
    else if (!inRange(text, subnet))
      found.push({ path, message: `must be in ${subnet}, the segment ${segment}` });
    else if (isReserved(text, subnet))
      found.push({ path, message: `must be an address for one host: it means the whole of ${subnet}` });
  }
  return found;
}

/** IPv4: the first and the last address of a network mean all of it. IPv6: the first one is that of any router (RFC 4291, 2.6.1). */
function isReserved(text: string, subnet: string): boolean {
  const { ip, prefix } = splitPrefix(subnet);
  if (sameAddress(text, ip)) return true;
  return familyOf(text) === 'inet' && sameAddress(text, broadcastOf(ip, prefix));
}

function doubleAddresses(topology: Topology): Mistake[] {
  const all = addressesOf(topology);
  return all
    .filter((one, at) => all.findIndex((other) => sameAddress(other.text, one.text)) < at)
    .map(({ path }) => ({ path, message: 'is an address that is given twice' }));
}

function badGateways(topology: Topology): Mistake[] {
  const all = addressesOf(topology);
  return topology.hosts.flatMap(({ name, interfaces, ...host }, at) =>
    (['gateway', 'gateway6'] as const).flatMap((key): Mistake[] => {
      const gateway = host[key];
      const owner = all.find((one) => one.host !== name && sameAddress(one.text, gateway ?? ''));
      if (gateway === undefined || interfaces.some(({ segment }) => segment === owner?.segment)) return [];
      const message = owner
        ? `must be on a segment that the host is on, not on ${owner.segment}`
        : 'must be the address of a router or of another host';
      return [{ path: ['hosts', at, key], message }];
    }),
  );
}
