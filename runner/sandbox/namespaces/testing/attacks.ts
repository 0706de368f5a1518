/**
 * What a hostile learner tries against the machine and the runner, for real: each attack once worked, and must not. Run by
 * hostile.real.test.ts in all three id maps, beside isolation.ts, whose cases are single commands.
 */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollector } from '../../../observe/collect/collector.ts';
import { runProbes } from '../../../observe/probes/run.ts';
import { ROOT } from '../../../package-root.mjs';
import { patient } from '../../../slowdown.ts';
import type { Sandbox } from '../../driver.ts';
import type { UidMapMode } from '../../linux-host/uid-map.ts';
import { stateBase } from '../kept-sandboxes.ts';
import { tracesOf } from './traces.ts';

export interface Attack {
  readonly name: string;
  /** Only in these maps; default all. */
  readonly modes?: readonly UidMapMode[];
  /** On a sandbox with the host `worker`, which other attacks have left as they left it. Throws when the attack works. */
  readonly hold: (sandbox: Sandbox) => Promise<void>;
}

/** How often the lab is entered under attack; when it still worked, the first or second time was enough. */
const ENTRIES = Number(process.env.WIREBOOK_ENTRIES ?? 40);

const sh = async (sandbox: Sandbox, script: string): Promise<string> => {
  const { status, stdout, stderr } = await sandbox.exec('worker', ['bash', '-c', script]);
  assert.equal(status, 0, stderr);
  return stdout.trim();
};

/** Watches for the next processes of the host and goes through each one's root directory to a file of the machine. */
const SPINNER = `
import os, sys
secret, fresh = sys.argv[1:]
print("spinning", flush=True)
while True:
    last = int(open("/proc/loadavg").read().split()[-1])
    for pid in range(last, last + 6):
        try:
            with open(f"/proc/{pid}/root{secret}") as file: print("read", file.read(), flush=True)
        except OSError: pass
        try:
            os.close(os.open(f"/proc/{pid}/root{fresh}", os.O_CREAT | os.O_WRONLY)); print("made", fresh, flush=True)
        except OSError: pass
`;

/** Looks for words in the memory of the host's first process, as its root may. */
const READS_MEMORY = `
import re, sys
memory = open("/proc/1/mem", "rb", 0)
for line in open("/proc/1/maps"):
    place, rights = line.split()[:2]
    if "r" not in rights or "[v" in line: continue
    first, last = [int(end, 16) for end in place.split("-")]
    memory.seek(first)
    try: held = memory.read(last - first)
    except OSError: continue
    for word in sys.argv[1:]:
        if word.encode() in held: print("found", word, line.strip())
print("all was read")
`;

/** In the place of a tool: says what its user wants to hear. */
const LIAR = `#!/bin/bash
case "$*" in
  *addr*) echo '[{"ifindex":1,"ifname":"forged","flags":["UP"],"mtu":1,"operstate":"UP","address":"","addr_info":[]}]' ;;
  *) echo '{"outcome":"answered","status":200,"body":"forged","detail":"forged","ttl":1}' ;;
esac
`;
/** ... or keeps him waiting, and its children his pipes. */
const HANGS = `#!/bin/bash
setsid sleep 100000 &
sleep 100000
`;
const TOOLS = 'perl python3 nsenter ip bridge ss iptables-save nft conntrack bash sh env';

/** Mounts a script over every tool that collectors and probes use; the host is rebuilt by whoever calls it. */
const replaceTools = (sandbox: Sandbox, script: string): Promise<unknown> =>
  sh(
    sandbox,
    `cp /bin/bash /tmp/bash; sed 's,^#!.*,#!/tmp/bash,' > /tmp/tool <<'END'
${script}
END
chmod +x /tmp/tool; for tool in ${TOOLS}; do mount --bind /tmp/tool $(readlink -f $(command -v $tool)); done`,
  );

/** What the runner finds out about the host while all its tools are replaced. */
async function lookAt(sandbox: Sandbox) {
  const collector = startCollector(sandbox);
  try {
    const state = await collector.collect('full');
    const [pinged] = await runProbes(sandbox, [
      { probe: 'ping', from: { host: 'worker' }, to: '192.0.2.1', timeoutMs: 300 },
    ]);
    return { worker: state.hosts.worker, pinged };
  } finally {
    collector.close();
  }
}

export const ATTACKS: readonly Attack[] = [
  {
    name: 'whoever enters the lab brings nothing of the machine with him',
    hold: async (sandbox) => {
      // Whose modes refuse nobody: it is the way there that must not exist.
      const folder = mkdtempSync(join(tmpdir(), 'wirebook-attack-'));
      chmodSync(folder, 0o777);
      const secret = join(folder, 'secret');
      writeFileSync(secret, 'of the machine', { mode: 0o644 });
      const spinner = sandbox.exec(
        'worker',
        ['timeout', String(patient(600)), 'python3', '-c', SPINNER, secret, join(folder, 'made')],
        { timeoutMs: 3_600_000 },
      );
      try {
        await sh(sandbox, 'until pgrep -f /made$ >/dev/null; do sleep 0.05; done');
        for (let entry = 0; entry < ENTRIES; entry++) {
          await sandbox.exec('worker', ['true']);
          if (entry % 5 > 0) continue;
          const beside = sandbox.open('worker', ['true']);
          await new Promise((resolve) => beside.once('close', resolve));
        }
        await sh(sandbox, 'pkill -f /made$');
        assert.doesNotMatch((await spinner).stdout, /read|made/);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  },
  {
    name: 'the memory of process 1 says nothing of the machine',
    hold: async (sandbox) => {
      const words = [ROOT, stateBase(), sandbox.id];
      const { stdout } = await sandbox.exec('worker', ['python3', '-c', READS_MEMORY, ...words]);
      assert.equal(stdout, 'all was read\n');
    },
  },
  {
    name: 'tools that lie are not asked',
    hold: async (sandbox) => {
      await replaceTools(sandbox, LIAR);
      const { worker, pinged } = await lookAt(sandbox);
      await sandbox.resetHost('worker');
      const own = worker?.namespaces[0];
      assert.deepEqual([worker?.unreadable, own?.missing], [undefined, {}]);
      assert.deepEqual(own?.links?.map(({ name }) => name).sort(), ['eth0', 'lo']);
      assert.match(pinged?.probe === 'ping' ? pinged.outcome : '', /silent|unreachable/);
    },
  },
  {
    name: 'tools that hang keep nobody waiting',
    hold: async (sandbox) => {
      await replaceTools(sandbox, HANGS);
      const { worker } = await lookAt(sandbox);
      await sandbox.resetHost('worker');
      assert.equal(worker?.unreadable, undefined);
    },
  },
  {
    name: 'names in /run/netns and records of plugins lead nowhere but into the host',
    hold: async (sandbox) => {
      await sh(
        sandbox,
        `mkdir -p /run/netns /var/lib/cni/networks /run/crun/x; ln -s / /run/netns/all; ln -s /proc/1/ns/mnt /run/netns/mounts
        mkfifo /run/netns/pipe /run/crun/x/status; ln -s /proc /var/lib/cni/networks/proc; ln -s ../../../../../proc-of /var/lib/cni/networks/up`,
      );
      const collector = startCollector(sandbox);
      const { worker } = (await collector.collect('light')).hosts;
      collector.close();
      await sandbox.resetHost('worker');
      assert.deepEqual([worker?.unreadable, worker?.leases, worker?.containers], [undefined, [], []]);
      assert.deepEqual(
        worker?.namespaces.filter(({ links }) => links).map(({ name }) => name),
        [''],
      );
    },
  },
  {
    name: 'what the runner has running beside a host counts as the lab’s',
    hold: async (sandbox) => {
      const before = new Set(tracesOf(sandbox.id).processes.map(({ pid }) => pid));
      const beside = sandbox.open('worker', ['cat']);
      const began = new Promise((resolve) => beside.stdout?.once('data', resolve));
      beside.stdin?.write('begun');
      await began;
      const traces = tracesOf(sandbox.id);
      const hidden = traces.processes.filter(({ pid }) => !before.has(pid));
      assert.ok(hidden.length >= 2, 'the wrapper and the command');
      for (const { pid } of hidden) {
        const groups = readFileSync(`/proc/${pid}/cgroup`, 'utf8');
        assert.equal(groups.split(sandbox.id).length - 1, traces.cgroups.length, groups);
      }
      beside.kill();
    },
  },
];
