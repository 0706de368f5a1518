/** One container's result held against what the kernel has: device, address, routes, and whether anybody reaches it. Pure. */
import type { CniLook } from '../../probes/cni.ts';
import type { AddResult } from './spec.ts';
import { bare, type Problem, shownLink, the, type View } from './view.ts';

export function* attachment(view: View, look: CniLook, label: string, result: AddResult): Generator<Problem> {
  const { ifname, netns } = view.container(label);
  const problem = (diagnosis: string, expected: string) =>
    view.ofLook(
      diagnosis,
      `nsenter --net=${netns} ip addr; ip -br addr`,
      expected,
      `in ${the(label)}: ${look.inside[label]?.links.map(shownLink).join('; ')}\non the node: ${look.links.map(shownLink).join('; ')}\nthe result: ${JSON.stringify(result)}`,
    );
  const device = view.device(look, label);
  if (!device) {
    const others =
      look.inside[label]?.links.filter(({ name }) => name !== 'lo').map(({ name }) => name) ?? [];
    yield problem(
      `there is no ${ifname} in ${the(label)}${others.length > 0 ? `, but ${others.join(', ')}` : ''}: CNI_IFNAME says how the device is to be called, CNI_NETNS where it belongs`,
      `a device ${ifname}`,
    );
    return;
  }
  if (!device.up) yield problem(`${ifname} of ${the(label)} is DOWN`, `${ifname} UP`);
  if (!device.carrier)
    yield problem(`${ifname} of ${the(label)} has no carrier: its other end is DOWN`, `${ifname} LOWER_UP`);
  for (const { address } of result.ips) {
    if (!device.addresses.includes(address))
      yield problem(
        `the result says ${address}, and ${ifname} of ${the(label)} has ${device.addresses.filter((one) => !one.startsWith('fe80')).join(', ') || 'no address'}`,
        `${address} on ${ifname}`,
      );
  }
  yield* named(view, look, label, result, problem);
  const wanted = new Set([...view.routes, ...(result.routes ?? []).map(({ dst }) => dst)]);
  for (const destination of wanted) {
    if (!destination.includes(':') && !look.inside[label]?.routes.includes(destination))
      yield problem(
        `${the(label)} has no route to ${destination}, which ${view.routes.includes(destination) ? 'the configuration asks for' : 'the result names'}`,
        `a route to ${destination}`,
      );
  }
  for (const ping of look.pings) {
    if (ping.to !== label || ping.answered) continue;
    const from = ping.from === null ? 'the node' : the(ping.from);
    yield problem(
      `${from} gets no answer from ${result.ips.map(({ address }) => bare(address)).join(', ')}, ${the(label)}: each end is configured, but nothing connects them`,
      `a ping from ${from} that is answered`,
    );
  }
}

/** What the result says of devices. */
function* named(
  view: View,
  look: CniLook,
  label: string,
  { interfaces, ips }: AddResult,
  problem: (diagnosis: string, expected: string) => Problem,
): Generator<Problem> {
  const { ifname, netns } = view.container(label);
  const own = interfaces.findIndex(({ name, sandbox }) => name === ifname && sandbox === netns);
  const entry = interfaces[own];
  if (!entry) {
    const alike = interfaces.find(({ name }) => name === ifname);
    yield problem(
      alike === undefined
        ? `interfaces of the result does not name ${ifname}, the container's device`
        : `interfaces of the result says that ${ifname} is in "${alike.sandbox ?? ''}": sandbox must be what CNI_NETNS said`,
      `{"name": "${ifname}", "sandbox": "${netns}"}`,
    );
    return;
  }
  const mac = view.device(look, label)?.mac;
  if (entry.mac !== undefined && entry.mac.toLowerCase() !== mac) {
    const owner = look.links.find((one) => one.mac === entry.mac);
    yield problem(
      `the result gives ${entry.mac} as the MAC of ${ifname} in ${the(label)}, which has ${mac}${owner ? ` (${entry.mac} is ${owner.name} of the node)` : ''}`,
      `"mac": "${mac}"`,
    );
  }
  for (const [index, { address, interface: device }] of ips.entries()) {
    if (device === own) continue;
    const other = device === undefined ? undefined : interfaces[device];
    const what =
      device === undefined
        ? 'is missing'
        : `is ${device}, ${other ? `which is ${other.name}` : `and interfaces has ${interfaces.length}`}`;
    yield problem(
      `ips[${index}].interface ${what}: ${address} is on ${ifname}, number ${own} of interfaces, counted from 0`,
      `"interface": ${own}`,
    );
  }
  const onNode = interfaces.filter(({ sandbox }) => sandbox === undefined || sandbox === '');
  const ghost = onNode.find(({ name }) => !look.links.some((one) => one.name === name));
  if (ghost)
    yield problem(
      `interfaces of the result names ${ghost.name}, and the node has no such device`,
      'devices that exist',
    );
}
