/**
 * The inventory: which machine each lab host lives on, and how ssh reaches it. YAML in, values out, or every mistake with
 * file and line. Reads no other file.
 */
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { hostName } from '../../../checks/network/topology.ts';
import { UsageError } from '../../errors.ts';
import { Problems } from '../../yaml/problems.ts';
import { readWith, readYaml } from '../../yaml/yaml-source.ts';
import type { HostName } from '../driver.ts';

const word = z.string().regex(/^[^\s"]+$/, 'must be one word');
const file = z.string().regex(/^[^"\n]+$/, 'must be the path of a file');
const card = z
  .string()
  .regex(
    /^([0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){1,5}|[^\s/:]{1,15})$/,
    'must be the name of a network card, or the beginning of its MAC address like 02:57:42',
  );

/** Either address and so on, or a name that an ssh configuration knows. */
const hostSchema = z
  .strictObject({
    address: word.optional(),
    user: word.optional(),
    port: z.int().min(1).max(65535).optional(),
    identityFile: file.optional(),
    knownHosts: file.optional(),
    host: word.optional(),
    sshConfig: file.optional(),
    interface: card.optional(),
  })
  .superRefine((value, context) => {
    if ((value.address === undefined) === (value.host === undefined)) {
      context.addIssue({
        code: 'custom',
        message: 'must have either `address`, or `host` (a name of an ssh configuration)',
      });
    }
    const plain = ['user', 'port', 'identityFile', 'knownHosts'] as const;
    for (const key of value.host === undefined ? [] : plain.filter((one) => value[one] !== undefined)) {
      context.addIssue({
        code: 'custom',
        path: [key],
        message: `${key} goes with \`address\`; for \`host\` the ssh configuration has it`,
      });
    }
    if (value.address !== undefined && value.sshConfig !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['sshConfig'],
        message: 'sshConfig goes with `host`, not with `address`',
      });
    }
  });

const schema = z.strictObject({
  interface: card.optional(),
  hosts: z
    .record(hostName, hostSchema)
    .refine((hosts) => Object.keys(hosts).length > 0, 'must name at least one machine'),
});

/** How ssh reaches a machine, with absolute paths. */
export type Access =
  | {
      readonly address: string;
      readonly user?: string | undefined;
      readonly port?: number | undefined;
      readonly identityFile?: string | undefined;
      readonly knownHosts?: string | undefined;
    }
  | { readonly host: string; readonly sshConfig: string };

interface InventoryHost {
  readonly access: Access;
  /** The network card that leads to the other machines: a name, or the beginning of its MAC address. */
  readonly card: string;
}
export type Inventory = ReadonlyMap<HostName, InventoryHost>;

/** @param path of the file, for messages; paths in it are relative to it. Throws UsageError with all mistakes. */
export function parseInventory(text: string, path: string): Inventory {
  const problems = new Problems(path);
  const source = readYaml(text, 1, problems);
  const value =
    source.value === undefined
      ? undefined
      : readWith(schema, source.value, 'inventory', source.lineOf, problems);
  const hosts = new Map<HostName, InventoryHost>();
  const at = (name: string): string => absolute(name, path);
  for (const [name, host] of Object.entries(value?.hosts ?? {})) {
    const found = host.interface ?? value?.interface;
    if (found === undefined) {
      problems.add(
        source.lineOf(['hosts', name]),
        `${name} has no \`interface\`: the network card that leads to the other machines`,
      );
      continue;
    }
    const access: Access =
      host.host === undefined
        ? {
            address: host.address ?? '',
            user: host.user,
            port: host.port,
            identityFile: host.identityFile && at(host.identityFile),
            knownHosts: host.knownHosts && at(host.knownHosts),
          }
        : { host: host.host, sshConfig: at(host.sshConfig ?? '~/.ssh/config') };
    hosts.set(name, { access, card: found });
  }
  const list = problems.list();
  if (list.length > 0) {
    throw new UsageError(list.map(({ line, message }) => `${path}:${line}: ${message}`).join('\n'));
  }
  return hosts;
}

function absolute(name: string, inventory: string): string {
  if (name === '~' || name.startsWith('~/')) return join(homedir(), name.slice(1));
  return resolve(dirname(inventory), name);
}
