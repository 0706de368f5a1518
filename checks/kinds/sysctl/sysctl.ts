/** Kind `sysctl`: a kernel setting of the namespace has a value. */
import { z } from 'zod';
import { type CheckKind, fail, Inconclusive, need, pass } from '../../kind.ts';
import { called } from '../../network/state/called.ts';
import type { NetworkNamespace } from '../../network/state/network-state.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { evidence, findLink, inPlace, missingDevice, otherNamespaces, visit } from '../../support/look.ts';
import { inside, quoted } from '../../support/revert-scripts.ts';

const schema = z.strictObject({
  ...entryFields('sysctl'),
  key: z.string().regex(/^net(\.[^\s.]+)+$/, 'must be a key of the network, such as net.ipv4.ip_forward'),
  value: z.union([z.string().min(1), z.number().transform(String)], { error: 'must be a value such as 1' }),
});
export type SysctlArgs = z.infer<typeof schema>;

export const sysctl: CheckKind<SysctlArgs> = {
  kind: 'sysctl',
  summary: 'a kernel setting of the namespace has a value',
  schema,
  examples: [{ key: 'net.ipv4.ip_forward', value: '1' }],
  depth: 'full',
  cost: 'state',
  dependsOn: () => 'lasting',
  revert: {
    takes: 'setting',
    script: (args) => `${inside(args)}sysctl -qw ${quoted(args.key)}=${args.value === '1' ? 0 : 1}`,
  },
  title: (args) => `${args.key} is ${args.value}${inPlace(args)}`,
  judge: (args, { state }) =>
    visit(state, args, (netns) => {
      const value = need(netns, 'sysctls')[args.key];
      if (value === undefined) return missingKey(args, netns);
      const shown = [evidence(args, `sysctl ${args.key}`, value, args.value)];
      if (value === args.value.trim().replace(/\s+/g, ' ')) return pass(`${args.key} is ${value}`, shown);
      const other = otherNamespaces(state, args.host, netns).find(
        (one) => one.sysctls?.[args.key] === args.value && value !== args.value,
      );
      const hint =
        other && args.netns !== undefined && other.name === ''
          ? `; it is ${args.value} in ${called(other)}, but each namespace has its own`
          : '';
      return fail(`${args.key} is ${value} in ${called(netns)}, not ${args.value}${hint}`, shown);
    }),
};

const OF_DEVICE = /^net\.ipv[46]\.(?:conf|neigh)\.([^.]+)\.[^.]+$/;

/** A key of a device that is not there is the learner's to mend; any other is one that this kernel lacks or we do not read. */
function missingKey(args: SysctlArgs, netns: NetworkNamespace) {
  const [, device] = OF_DEVICE.exec(args.key) ?? [];
  const name = device?.replaceAll('/', '.');
  if (name !== undefined && !['all', 'default'].includes(name) && netns.links && !findLink(netns, name)) {
    return fail(
      `there is no device ${name} in ${called(netns)}, so there is no ${args.key}`,
      [evidence(args, `sysctl ${args.key}`, 'no such key', args.value)],
      missingDevice(args, netns, name),
    );
  }
  const why = args.key.startsWith('net.bridge.')
    ? 'the kernel module br_netfilter is not loaded'
    : 'the key was not read';
  throw new Inconclusive(`${args.key} of ${called(netns)}: ${why}`);
}
