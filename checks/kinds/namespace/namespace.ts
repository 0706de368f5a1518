/** Kind `namespace`: a network namespace of that name exists on the host, or does not. */
import { z } from 'zod';
import { type CheckKind, fail, hostState, pass } from '../../kind.ts';
import type { HostState, NetworkState } from '../../network/state/network-state.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { netnsName, present } from '../../support/fields.ts';
import { missingNamespace, noNamespace } from '../../support/look.ts';
import { quoted } from '../../support/revert-scripts.ts';
import type { Judgement } from '../../verdict.ts';

const { netns: _inside, ...fields } = entryFields('namespace');

const schema = z.strictObject({ ...fields, name: netnsName, present });
export type NamespaceArgs = z.infer<typeof schema>;

export const namespace: CheckKind<NamespaceArgs> = {
  kind: 'namespace',
  summary: 'a network namespace of a name exists',
  schema,
  examples: [{ name: 'server' }, { name: 'server', present: false }],
  depth: 'light',
  cost: 'state',
  dependsOn: () => 'names',
  revert: {
    takes: 'netns',
    script: ({ name, present: wanted }) =>
      wanted
        ? `umount -l /run/netns/${quoted(name)} 2>/dev/null; rm -f /run/netns/${quoted(name)}`
        : `ip netns add ${quoted(name)}`,
  },
  title: (args) =>
    args.present ? `network namespace ${args.name} exists` : `network namespace ${args.name} is gone`,
  judge(args, { state }) {
    const host = hostState(state, args.host);
    const found = host.namespaces.find(({ name }) => name === args.name);
    if (!found) {
      return args.present
        ? {
            ...whyMissing(args, host, state),
            missing: missingNamespace({ host: host.name, netns: args.name }),
          }
        : pass(`no network namespace is named ${args.name}`, [listed(host)]);
    }
    if (!args.present) return fail(`network namespace ${args.name} is still there`, [listed(host)]);
    if (found.inode === host.namespaces[0]?.inode) {
      return fail(`${args.name} is only another name for the host's namespace, not a namespace of its own`, [
        listed(host),
      ]);
    }
    return pass(`network namespace ${args.name} exists (inode ${found.inode})`, [listed(host)]);
  },
};

function whyMissing({ name }: NamespaceArgs, host: HostState, state: NetworkState): Judgement {
  const elsewhere = Object.values(state.hosts).find((other) =>
    other.namespaces.some((netns) => netns.name === name),
  );
  if (elsewhere) {
    return fail(`${name} was made on ${elsewhere.name}, but it is asked for on ${host.name}`, [
      listed(host, name),
    ]);
  }
  if (host.deadNames?.includes(name)) {
    return fail(
      `${name} is only a file in /run/netns: no namespace is mounted on it, so nothing can enter it`,
      [
        {
          host: host.name,
          command: `ip netns exec ${name} true`,
          found: 'Invalid argument',
          expected: 'no complaint',
        },
      ],
    );
  }
  const nameless = host.namespaces.find((netns) => netns.name === null);
  const owner = host.processes.find(({ pid }) => pid === nameless?.pids[0]);
  if (!nameless || !owner) return noNamespace(host, name);
  return fail(
    `no name ${name} is in /run/netns; there is a namespace, but only as a process's, without a name (pid ${owner.pid}, ${owner.command})`,
    [
      listed(host, name),
      { host: host.name, command: 'lsns -t net', found: `inode ${nameless.inode}, pid ${owner.pid}` },
    ],
  );
}

function listed(host: HostState, expected?: string) {
  const names = host.namespaces.flatMap(({ name }) => (name ? [name] : []));
  return {
    host: host.name,
    command: 'ip netns list',
    found: names.join(', ') || 'no names',
    ...(expected === undefined ? {} : { expected }),
  };
}
