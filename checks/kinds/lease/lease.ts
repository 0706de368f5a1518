/** Kind `lease`: the plugin host-local has given an address of a network to a container, and keeps that in its file. */
import { z } from 'zod';
import { type CheckKind, fail, hostState, pass } from '../../kind.ts';
import { containerId, kept, leaseFiles, networkName } from '../../support/containers.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { quoted } from '../../support/revert-scripts.ts';

const schema = z.strictObject({
  ...entryFields('lease'),
  /** The name of the CNI network. */
  network: networkName,
  /** As in CNI_CONTAINERID. */
  container: containerId,
  address: z.union([z.ipv4(), z.ipv6()], { error: 'must be an address without a prefix length' }),
});
export type LeaseArgs = z.infer<typeof schema>;

export const lease: CheckKind<LeaseArgs> = {
  kind: 'lease',
  summary: 'host-local has given an address of a network to a container',
  schema,
  examples: [{ network: 'pods', container: 'pod-a', address: '10.244.1.2' }],
  depth: 'light',
  cost: 'state',
  dependsOn: () => 'lasting',
  revert: {
    takes: 'file',
    script: ({ network, address }) => `rm -f ${quoted(`/var/lib/cni/networks/${network}/${address}`)}`,
  },
  title: ({ network, container, address }) => `in network ${network}, ${address} is leased to ${container}`,
  judge(args, { state }) {
    const host = hostState(state, args.host);
    const leases = kept(host, 'leases').filter(({ network }) => network === args.network);
    const shown = [leaseFiles(host, args.network, `${args.address}: ${args.container}`)];
    const holder = leases.find(({ address }) => address === args.address)?.containerId;
    if (holder === args.container) return pass(`${args.address} is leased to ${args.container}`, shown);
    if (holder !== undefined) {
      return fail(
        `${args.address} is still leased to ${holder}: host-local takes it back at a CNI DEL with that CNI_CONTAINERID`,
        shown,
      );
    }
    const other = leases.find(({ containerId: id }) => id === args.container);
    return fail(
      other
        ? `${args.container} has another address of ${args.network}, ${other.address}`
        : `${args.address} is leased to no container: an address that was not got by a CNI ADD may be given away again`,
      shown,
    );
  },
};
