/** What a container left behind: devices, reserved addresses, rules, routes. Two looks are held against each other. Pure. */

import type { CniLook } from '../../probes/cni.ts';
import { resultOf } from './printed.ts';
import { bare, type Problem, the, type View } from './view.ts';

/** Of these containers. @param deed what should have left nothing, as in `DEL` */
export function* leftovers(
  view: View,
  labels: readonly string[],
  before: string,
  after: string,
  deed: string,
): Generator<Problem> {
  const [then, now] = [view.look(before), view.look(after)];
  for (const label of labels) {
    const { ifname, netns } = view.container(label);
    const inside = now.inside[label]?.links.filter(({ name }) => name !== 'lo') ?? [];
    if (inside.length > 0)
      yield view.ofLook(
        `${ifname} is still in ${the(label)} after ${deed}`,
        `nsenter --net=${netns} ip -br link`,
        'nothing but lo',
        inside.map(({ name }) => name).join(', '),
      );
    const kept = now.kept.filter(({ container }) => container === label).map(({ path }) => path);
    if (kept.length > 0)
      yield view.ofLook(
        `the address of ${the(label)} is still reserved after ${deed}: ${kept[0]} (the program that gave the address, such as an IPAM plugin, must be told of the DEL)`,
        `ls -l ${kept.join(' ')}`,
        'no file of that container',
        kept.join(', '),
      );
  }
  yield* traces(view, labels, then, now, deed);
}

/** Of all containers: new devices of the node. A bridge may stay, it is the network's and no container's. */
export function* strayDevices(view: View, before: string, after: string, deed: string): Generator<Problem> {
  const now = view.look(after);
  const known = new Set(view.look(before).links.map(({ index }) => index));
  const left = now.links.filter(({ index, kind }) => !known.has(index) && kind !== 'bridge');
  if (left.length > 0)
    yield view.ofLook(
      `${left.map(({ name }) => name).join(', ')} is left on the node after ${deed}`,
      'ip -br link',
      'the devices of before',
      now.links.map(({ name }) => name).join(', '),
    );
}

function* traces(
  view: View,
  labels: readonly string[],
  then: CniLook,
  now: CniLook,
  deed: string,
): Generator<Problem> {
  const addresses = labels.flatMap((label) => addressesOf(view, label));
  const ids = labels.map((label) => view.container(label).id);
  const route = now.routes.find(
    (one) => !then.routes.includes(one) && addresses.some((address) => one === `${address}/32`),
  );
  if (route !== undefined)
    yield view.ofLook(
      `the route to ${route} is left on the node after ${deed}`,
      'ip route',
      'no route to it',
      now.routes.join(', '),
    );
  const names = (line: string) =>
    ids.some((id) => line.includes(id)) ||
    addresses.some((address) => line.split(/[^\d.]+/).includes(address));
  const rules = now.rules.filter((line) => !then.rules.includes(line) && names(line));
  if (rules.length > 0)
    yield view.ofLook(
      `a rule is left after ${deed}: ${rules[0]}`,
      'iptables-save; nft list ruleset',
      'no rule that names the container or its address',
      rules.join('\n'),
    );
}

function addressesOf(view: View, label: string): string[] {
  return view
    .operations('add')
    .filter(({ container }) => container === label)
    .flatMap((operation) => {
      const result = resultOf(operation);
      return 'value' in result ? result.value.ips.map(({ address }) => bare(address)) : [];
    });
}
