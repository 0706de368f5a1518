/**
 * Kind `pod-gone`: of a pod that was deleted nothing is left: no container, no network namespace, no veth, no lease, no mount.
 * What belongs to containers that crun still knows, and that are not of this pod, is let alone.
 */
import { z } from 'zod';
import { type CheckKind, hostState, pass } from '../../kind.ts';
import { containerId, crunList, networkName } from '../../support/containers.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { deviceName, netnsName } from '../../support/fields.ts';
import { quoted } from '../../support/revert-scripts.ts';
import { LEFTOVERS } from './leftovers.ts';

const schema = z.strictObject({
  ...entryFields('pod-gone'),
  /** Name in /run/netns that the pod's network namespace had. */
  netns: netnsName,
  /** Ids of its sandbox and its containers. */
  containers: z.array(containerId).min(1, 'must name at least one container'),
  /** The CNI network that it was in. */
  network: networkName,
  /** The bridge of that network, which no other pod has a port on. */
  bridge: deviceName,
  /** Where its bundles were: nothing may be mounted below. */
  folder: z.string().regex(/^\/[^/]+(\/[^/]+)*$/, 'must be an absolute path without a slash at its end'),
});
export type PodGoneArgs = z.infer<typeof schema>;

export const podGone: CheckKind<PodGoneArgs> = {
  kind: 'pod-gone',
  summary: 'nothing is left of a pod: no container, namespace, veth, lease or mount',
  schema,
  examples: [{ netns: 'a', containers: ['a'], network: 'pods', bridge: 'cni0', folder: '/srv/a' }],
  depth: 'light',
  cost: 'state',
  dependsOn: () => 'lasting',
  revert: { takes: 'leftover', script: ({ netns }) => `ip netns add ${quoted(netns)}` },
  title: ({ netns }) => `nothing is left of ${netns}`,
  judge(args, { state }) {
    const host = hostState(state, args.host);
    // All are looked at, so that what cannot be read is an error whatever else is left.
    const [first] = LEFTOVERS.map((leftover) => leftover(args, host)).filter((found) => found !== undefined);
    return (
      first ??
      pass(`no container, namespace, veth, lease or mount of ${args.netns} is left`, [crunList(host)])
    );
  },
};
