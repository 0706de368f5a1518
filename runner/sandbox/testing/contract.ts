/**
 * What every driver promises, as a list of plain checks: a driver's test registers them, and a program that runs as
 * another user prints them. Each builds nothing itself but uses the sandbox it is given. Knows no driver.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { LabHost } from '../../../checks/network/topology.ts';
import { SandboxError } from '../../errors.ts';
import { patient, patientSeconds } from '../../slowdown.ts';
import type { HostName, LabProcess, Sandbox, TopologySource } from '../driver.ts';

export const CONTRACT_TOPOLOGY: TopologySource = { hosts: ['control-plane', 'worker', 'internet'] };
export const CONTRACT_VARIABLES = { ENDPOINTS: '4' };

export interface ContractItem {
  readonly name: string;
  readonly hold: (sandbox: Sandbox) => Promise<void>;
}

/** Who plays which part, whatever the topology calls them: the last host without a web server, the first, and the one with it. */
function cast({ topology }: Sandbox): {
  readonly host: LabHost;
  readonly other: LabHost;
  readonly web: LabHost;
} {
  const [other, ...more] = topology.hosts.filter(({ answersHttp }) => !answersHttp);
  const [host, web] = [more.at(-1), topology.hosts.find(({ answersHttp }) => answersHttp)];
  assert.ok(host && other && web, 'two hosts, and one that answers HTTP');
  return { host, other, web };
}
const addressOf = ({ interfaces }: LabHost): string => interfaces[0]?.address ?? '';

const DEADLINE_MS = patient(10_000);
/** For the end of a process whose end is certain. */
const ENDING_MS = patient(60_000);
/** For an answer from another host, as tools take it. */
const ANSWER_S = patientSeconds(2);

/** Runs a script and demands status 0; gives its output without the last newline. */
async function said(
  sandbox: Sandbox,
  script: string,
  host: HostName = cast(sandbox).host.name,
): Promise<string> {
  const { status, signal, stdout, stderr } = await sandbox.exec(host, ['bash', '-c', script]);
  assert.equal(status, 0, `${script}: status ${status} ${signal ?? ''}\n${stdout}${stderr}`);
  return stdout.replace(/\n$/, '');
}

/** Asks again until the script succeeds. */
async function eventually(
  sandbox: Sandbox,
  script: string,
  host: HostName = cast(sandbox).host.name,
): Promise<void> {
  const end = performance.now() + DEADLINE_MS;
  while (performance.now() < end) {
    if ((await sandbox.exec(host, ['bash', '-c', script])).status === 0) return;
  }
  assert.fail(`waited ${DEADLINE_MS} ms for: ${script}`);
}

function ended(child: LabProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const late = new Error(`a process did not end within ${ENDING_MS} ms`);
    const timer = setTimeout(() => reject(late), ENDING_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Reads a child's output until it contains a word. */
function untilSays(child: LabProcess, word: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(
      () => reject(new Error(`waited ${DEADLINE_MS} ms for "${word}", got: ${text}`)),
      DEADLINE_MS,
    );
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk;
      if (!text.includes(word)) return;
      clearTimeout(timer);
      resolve(text);
    });
  });
}

/** In this order on one sandbox of CONTRACT_TOPOLOGY; the last one ends it. */
export const CONTRACT: readonly ContractItem[] = [
  {
    name: 'exec gives status, output and error output apart',
    hold: async (sandbox) => {
      const result = await sandbox.exec(cast(sandbox).host.name, [
        'bash',
        '-c',
        'printf out; printf err >&2; exit 7',
      ]);
      assert.deepEqual(
        [result.status, result.signal, result.stdout, result.stderr, result.timedOut],
        [7, null, 'out', 'err', false],
      );
      assert.ok(result.ms > 0);
    },
  },
  {
    name: 'exec passes arguments as they are',
    hold: async (sandbox) => {
      const words = ['a b', '$HOME', '', "it's", '*', 'é→\n'];
      const { stdout } = await sandbox.exec(cast(sandbox).host.name, ['printf', '[%s]', ...words]);
      assert.equal(stdout, words.map((word) => `[${word}]`).join(''));
    },
  },
  {
    name: 'exec tells a signal from a status',
    hold: async (sandbox) => {
      const result = await sandbox.exec(cast(sandbox).host.name, ['bash', '-c', 'kill -TERM $$']);
      assert.deepEqual([result.status, result.signal], [null, 'SIGTERM']);
    },
  },
  {
    name: 'a command that is not there has status 127',
    hold: async (sandbox) => {
      const result = await sandbox.exec(cast(sandbox).host.name, ['no-such-command']);
      assert.equal(result.status, 127);
      assert.match(result.stderr, /no-such-command/);
    },
  },
  {
    name: 'standard input arrives byte for byte',
    hold: async (sandbox) => {
      const bytes = Buffer.from(
        Array.from({ length: 3_000_000 }, (_, index) => (index * 7 + (index >> 8)) & 255),
      );
      const { stdout } = await sandbox.exec(cast(sandbox).host.name, ['sha256sum'], { stdin: bytes });
      assert.equal(stdout.split(' ')[0], createHash('sha256').update(bytes).digest('hex'));
      const empty = await sandbox.exec(cast(sandbox).host.name, ['cat']);
      assert.deepEqual([empty.status, empty.stdout], [0, '']);
      const unread = await sandbox.exec(cast(sandbox).host.name, ['true'], { stdin: bytes });
      assert.equal(unread.status, 0);
    },
  },
  {
    name: 'large output arrives byte for byte',
    hold: async (sandbox) => {
      const { stdout, stderr } = await sandbox.exec(cast(sandbox).host.name, [
        'bash',
        '-c',
        'seq 1000000; seq 300000 >&2',
      ]);
      const seq = (last: number) => `${Array.from({ length: last }, (_, index) => index + 1).join('\n')}\n`;
      assert.ok(stdout === seq(1_000_000), `${stdout.length} bytes of output`);
      assert.ok(stderr === seq(300_000), `${stderr.length} bytes of error output`);
    },
  },
  {
    name: 'a background process that holds the pipes does not hold up exec, and lives on',
    hold: async (sandbox) => {
      const result = await sandbox.exec(cast(sandbox).host.name, [
        'bash',
        '-c',
        'sleep 1000 & printf "%s" $!',
      ]);
      assert.equal(result.status, 0);
      assert.equal(result.timedOut, false);
      await said(sandbox, `kill ${result.stdout}`);
    },
  },
  {
    name: 'a timeout ends the whole process group',
    hold: async (sandbox) => {
      const script = 'printf begun; sleep 4711 & sleep 4711';
      const result = await sandbox.exec(cast(sandbox).host.name, ['bash', '-c', script], { timeoutMs: 300 });
      assert.deepEqual(
        [result.timedOut, result.status, result.signal, result.stdout],
        [true, null, 'SIGKILL', 'begun'],
      );
      await eventually(sandbox, '! pgrep -f "sleep 4711" | grep -vw $$');
    },
  },
  {
    name: 'the environment is the lab’s own',
    hold: async (sandbox) => {
      const { stdout } = await sandbox.exec(cast(sandbox).host.name, ['env'], { env: { EXTRA: 'one two' } });
      const names = stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split('=')[0])
        .sort();
      assert.deepEqual(names, [
        'ENDPOINTS',
        'EXTRA',
        'HOME',
        'LANG',
        'LOGNAME',
        'PATH',
        'SHELL',
        'TERM',
        'USER',
      ]);
      assert.match(
        stdout,
        /^PATH=\/usr\/local\/sbin:\/usr\/local\/bin:\/usr\/sbin:\/usr\/bin:\/sbin:\/bin$/m,
      );
      assert.match(stdout, /^ENDPOINTS=4$/m);
      assert.equal(await said(sandbox, 'echo $(id -u) $PWD $(umask)'), '0 /root 0022');
    },
  },
  {
    name: 'hosts have their names, addresses and a way to each other',
    hold: async (sandbox) => {
      const { segments, hosts } = sandbox.topology;
      for (const { name, interfaces } of hosts) {
        assert.equal(await said(sandbox, 'hostname', name), name);
        for (const [index, { segment, address }] of interfaces.entries()) {
          const found = await said(sandbox, `ip -4 -o addr show eth${index} | awk '{print $4}'`, name);
          const { subnet } = segments.find((one) => one.name === segment) ?? {};
          assert.equal(found, `${address}/${subnet?.split('/')[1]}`);
        }
        const others = hosts.map((host) => `ping -q -c1 -W${ANSWER_S} ${host.name}`).join(' && ');
        await eventually(sandbox, others, name);
      }
    },
  },
  {
    name: 'the underlay’s router knows no pod ranges and no way out',
    hold: async (sandbox) => {
      const { host } = cast(sandbox);
      for (const address of ['10.244.1.2', '10.96.0.10', '198.51.100.1']) {
        const { status, stdout } = await sandbox.exec(host.name, ['ping', '-c1', `-W${ANSWER_S}`, address]);
        assert.equal(status, 1, stdout);
        assert.match(stdout, /Net Unreachable/);
      }
    },
  },
  {
    name: 'the web server says to each client the address it saw and logs it, from the start and after a reset',
    hold: async (sandbox) => {
      const { host, web } = cast(sandbox);
      const ask = `curl -sS -m ${ANSWER_S} http://${addressOf(web)}/some/path`;
      const log = () => said(sandbox, 'cat /var/log/clients', web.name);
      assert.equal(await said(sandbox, ask), `You are ${addressOf(host)}`);
      assert.equal(await log(), `${addressOf(host)} /some/path`);
      await sandbox.resetHost(web.name);
      assert.equal(await log(), '');
      await eventually(sandbox, ask);
    },
  },
  {
    name: 'a host starts plain: it forwards nothing, has no rules, one link',
    hold: async (sandbox) => {
      assert.equal(await said(sandbox, 'sysctl -n net.ipv4.ip_forward'), '0');
      assert.equal(await said(sandbox, "ip -o link | awk '{print $2}' | sed 's/@.*//;s/://'"), 'lo\neth0');
      assert.equal(await said(sandbox, 'nft list ruleset'), '');
      await said(sandbox, 'sysctl -w net.ipv4.ip_forward=1 && iptables -P FORWARD DROP');
    },
  },
  {
    name: 'processes of exec are the host’s own, those of other hosts are not seen',
    hold: async (sandbox) => {
      await said(sandbox, 'setsid sleep 1234 >/dev/null 2>&1 &');
      await eventually(sandbox, 'ps -e -o args= | grep -qx "sleep 1234"');
      assert.doesNotMatch(await said(sandbox, 'ps -e -o args=', cast(sandbox).other.name), /sleep 1234/);
    },
  },
  {
    name: 'orphans are reaped',
    hold: (sandbox) =>
      said(sandbox, '(sleep 0.01 &) ; (true &)').then(() =>
        eventually(sandbox, '! ps -e -o stat= | grep -q Z'),
      ),
  },
  {
    name: 'open is hidden from the learner and out of his reach',
    hold: async (sandbox) => {
      const child = sandbox.open(cast(sandbox).host.name, [
        'bash',
        '-c',
        'echo hidden-begun; while read -r line; do echo "$line $(cat $HOST_PROC/1/root/etc/hostname) $(ip -br link show eth0)"; done',
      ]);
      await untilSays(child, 'hidden-begun');
      assert.doesNotMatch(await said(sandbox, 'ps -e -o args='), /hidden-begun/);
      const killed = await sandbox.exec(cast(sandbox).host.name, ['bash', '-c', 'kill -9 -1; sleep 1000'], {
        timeoutMs: 500,
      });
      assert.ok(killed.signal !== null || killed.timedOut);
      child.stdin?.write('still\n');
      assert.match(await untilSays(child, 'still'), new RegExp(`still ${cast(sandbox).host.name} eth0`));
      child.kill();
      await ended(child);
    },
  },
  {
    name: 'open ends when its input does, if the command does',
    hold: async (sandbox) => {
      const child = sandbox.open(cast(sandbox).host.name, ['cat']);
      const echo = untilSays(child, 'end');
      child.stdin?.end('the end');
      assert.equal(await echo, 'the end');
      await ended(child);
      assert.equal(child.exitCode, 0);
    },
  },
  {
    name: 'published files can be read, not written, are replaced whole, and are per host',
    hold: async (sandbox) => {
      const path = await sandbox.publish(cast(sandbox).host.name, 'step-1.sh', 'echo one\n');
      assert.equal(await said(sandbox, `. ${path}`), 'one');
      assert.equal(await sandbox.publish(cast(sandbox).host.name, 'step-1.sh', 'echo two\n'), path);
      assert.equal(await said(sandbox, `. ${path}`), 'two');
      for (const attempt of [
        `echo x > ${path}`,
        `rm ${path}`,
        `mount -o remount,rw,bind $(dirname ${path})`,
        `umount -l $(dirname ${path})`,
      ]) {
        const { status } = await sandbox.exec(cast(sandbox).host.name, ['bash', '-c', attempt]);
        assert.notEqual(status, 0, attempt);
      }
      assert.equal((await sandbox.exec(cast(sandbox).other.name, ['test', '-e', path])).status, 1);
      await assert.rejects(sandbox.publish(cast(sandbox).host.name, '../x', ''), SandboxError);
    },
  },
  {
    name: 'a shell shows root’s prompt',
    hold: async (sandbox) => {
      const { status, stdout } = await sandbox.exec(cast(sandbox).host.name, [
        'bash',
        '-ic',
        'printf "%s" "$'.concat('{PS1@P}"'),
      ]);
      assert.deepEqual([status, stdout], [0, `root@${cast(sandbox).host.name}:~# `]);
      const command = sandbox.shell(cast(sandbox).host.name, ['bash']);
      assert.ok(command.file.startsWith('/'));
      assert.equal(command.env.ENDPOINTS, '4');
    },
  },
  {
    name: 'resetHost rebuilds one host from nothing and leaves the others',
    hold: async (sandbox) => {
      await said(
        sandbox,
        'touch /root/mine; ip netns add old; ip link add dummy-br type bridge; setsid sleep 777 >/dev/null 2>&1 &',
      );
      const { host, other, web } = cast(sandbox);
      await said(sandbox, 'touch /root/other', other.name);
      const path = await sandbox.publish(cast(sandbox).host.name, 'kept.sh', 'true\n');
      const child = sandbox.open(cast(sandbox).host.name, ['cat']);
      // One that is only on its way into the host would come into the new one.
      child.stdin?.write('inside');
      await untilSays(child, 'inside');
      await sandbox.resetHost(cast(sandbox).host.name);
      await ended(child);
      assert.equal(
        await said(sandbox, 'ls /root; ip netns; pgrep sleep || true; sysctl -n net.ipv4.ip_forward'),
        '0',
      );
      await said(sandbox, `test -e /root/other`, other.name);
      await said(sandbox, `test -e ${path}`);
      await eventually(
        sandbox,
        `ping -q -c1 -W${ANSWER_S} ${other.name} && ping -q -c1 -W${ANSWER_S} ${web.name}`,
      );
      await eventually(sandbox, `ping -q -c1 -W${ANSWER_S} ${host.name}`, other.name);
    },
  },
  {
    name: 'a host that has ended itself can be reset',
    hold: async (sandbox) => {
      await sandbox.exec(cast(sandbox).host.name, ['reboot', '-f'], { timeoutMs: 2000 }).catch(() => {});
      await sandbox.resetHost(cast(sandbox).host.name);
      assert.equal(await said(sandbox, 'hostname'), cast(sandbox).host.name);
    },
  },
  {
    name: 'a host that is not in the topology is refused',
    hold: async (sandbox) => {
      await assert.rejects(sandbox.exec('nobody', ['true']), SandboxError);
    },
  },
  {
    name: 'down ends everything, twice, and what follows is a SandboxError',
    hold: async (sandbox) => {
      const child = sandbox.open(cast(sandbox).host.name, ['sleep', '1000']);
      const running = sandbox.exec(cast(sandbox).host.name, ['sleep', '1000'], { timeoutMs: 60_000 }).then(
        (result) => result.signal,
        (error: unknown) => error,
      );
      await said(sandbox, 'nohup sleep 1000 >/dev/null 2>&1 &');
      await sandbox.down();
      await sandbox.down();
      await sandbox.ended;
      await ended(child);
      assert.ok((await running) === 'SIGKILL' || (await running) instanceof SandboxError);
      await assert.rejects(sandbox.exec(cast(sandbox).host.name, ['true']), SandboxError);
      await assert.rejects(sandbox.resetHost(cast(sandbox).host.name), SandboxError);
      await assert.rejects(sandbox.publish(cast(sandbox).host.name, 'x', ''), SandboxError);
    },
  },
];
