/**
 * Machines with sshd's for tests, without virtual machines: world.sh in namespaces of its own. They are reached only through
 * those namespaces, never on the machine's own interfaces. Needs root and openssh-server.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';
import { DEFAULT_TOPOLOGY } from '../../../../checks/network/default-topology.ts';
import { hostNames } from '../../../../checks/network/topology.ts';
import type { HostName } from '../../driver.ts';

/** Where the machines have their accounts: root with a shell that greets, and a user who is nobody. */
const ACCOUNTS = (directory: string): Record<string, string> => ({
  passwd: [
    `root:x:0:0::/root:${directory}/shell`,
    'sshd:x:105:65534::/run/sshd:/usr/sbin/nologin',
    'nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin',
    'ann:x:2001:2001::/tmp:/bin/sh',
    '',
  ].join('\n'),
  shadow: 'root:*:19000:0:99999:7:::\nann:*:19000:0:99999:7:::\n',
  group: 'root:x:0:\ntty:x:5:\nann:x:2001:\nnogroup:x:65534:\n',
});
const GREETING = '#!/bin/sh\necho "Welcome to this machine!"\nexec /bin/sh "$@"\n';

export interface World {
  readonly directory: string;
  /** Path of an inventory of all machines. */
  readonly inventory: string;
  /** A line of bash in the world's namespaces; `inside worker` is a prefix, `kill_machine worker` its end. */
  run(line: string): Promise<void>;
  /** Path of an ssh configuration that has these lines first. */
  config(name: string, lines?: readonly string[]): string;
  /** Another inventory, with such a configuration. */
  inventoryWith(name: string, lines: readonly string[]): string;
  end(): Promise<void>;
}

export async function startWorld(names: readonly HostName[] = hostNames(DEFAULT_TOPOLOGY)): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), 'wirebook-world-'));
  for (const [name, content] of Object.entries(ACCOUNTS(directory)))
    writeFileSync(join(directory, name), content);
  writeFileSync(join(directory, 'shell'), GREETING, { mode: 0o755 });
  execFileSync('chmod', ['755', directory]);
  for (const key of ['key', 'other-key', 'host-key'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', join(directory, key)]);
  mkdirSync(join(directory, 'inventories'));

  const child = spawn(
    'unshare',
    [
      '--net',
      '--mount',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      'bash',
      join(import.meta.dirname, 'world.sh'),
      directory,
      ...names,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the world has ended');
    return value;
  };
  if ((await said()) !== 'ready') throw new Error('the world did not come about');
  const hostKey = readFileSync(join(directory, 'host-key.pub'), 'utf8');
  writeFileSync(join(directory, 'known-hosts'), `lab ${hostKey}`);

  const config: World['config'] = (name, more = []) => {
    const path = join(directory, 'inventories', `${name}.conf`);
    writeFileSync(path, `${[...more, ...sshLines(directory, names, child)].join('\n')}\n`);
    return path;
  };
  const inventoryWith: World['inventoryWith'] = (name, more) => {
    const path = join(directory, 'inventories', `${name}.yaml`);
    const sshConfig = config(name, more);
    const entries = names.map((host) => [host, { host, sshConfig }]);
    writeFileSync(path, stringify({ interface: 'eth1', hosts: Object.fromEntries(entries) }));
    return path;
  };
  return {
    directory,
    inventory: inventoryWith('all', []),
    config,
    inventoryWith,
    run: async (line) => {
      child.stdin.write(`${line}\n`);
      const status = await said();
      if (status !== 'done 0') throw new Error(`${line}: ${status}`);
    },
    end: async () => {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.stdin.end();
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function sshLines(directory: string, names: readonly HostName[], { pid }: ChildProcess): string[] {
  return names.flatMap((name, index) => [
    `Host ${name}`,
    '  User root',
    `  IdentityFile ${directory}/key`,
    '  IdentitiesOnly yes',
    '  HostKeyAlias lab',
    `  UserKnownHostsFile ${directory}/known-hosts`,
    `  ProxyCommand nsenter --net=/proc/${pid}/ns/net socat - TCP:192.0.2.${index + 2}:22`,
  ]);
}
