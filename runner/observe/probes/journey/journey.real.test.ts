/** The hooks that packets come to in a host without any rule, and that the observation leaves nothing behind. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hook } from '../../../../checks/network/journey/journey.ts';
import { readTarget } from '../../../../checks/network/journey/target.ts';
import type { JourneyProbe } from '../../../../checks/probes/journey.ts';
import { hooksPassed, type StackName } from '../../../../checks/support/hooks-passed.ts';
import type { HostAccess, Sandbox } from '../../../sandbox/driver.ts';
import { namespacesDriver } from '../../../sandbox/namespaces/driver.ts';
import { runProbes } from '../run.ts';
import { buildPods, run } from '../testing/service-host.ts';

const HOST = 'worker';
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await namespacesDriver().up({ hosts: [HOST, 'internet'] });
  await buildPods(sandbox, HOST, 2);
  await run(sandbox, HOST, 'sysctl -qw net.bridge.bridge-nf-call-iptables=0');
});
afterAll(() => sandbox?.down());

async function probe(from: JourneyProbe['from'], to: string) {
  const target = readTarget(to);
  if (typeof target === 'string') throw new Error(target);
  const [result] = await runProbes(sandbox, [{ probe: 'journey', from, ...target }]);
  return result;
}

async function hooks(
  from: JourneyProbe['from'],
  to: string,
  stack: StackName = { host: HOST },
): Promise<Hook[]> {
  const result = await probe(from, to);
  if (result?.probe !== 'journey') throw new Error(JSON.stringify(result));
  return hooksPassed(result.journey, stack);
}

describe('without any rule a packet comes to', () => {
  const client = { host: HOST, netns: 'client' };
  it.each<[string, JourneyProbe['from'], string, Hook[]]>([
    ['prerouting and input, when it is for the host', client, 'icmp://10.244.1.1', ['prerouting', 'input']],
    [
      'forward, when it goes through',
      client,
      'tcp://172.18.0.1:80',
      ['prerouting', 'forward', 'postrouting'],
    ],
    ['output, when the host makes it', { host: HOST }, 'icmp://10.244.1.2', ['output', 'postrouting']],
    [
      'four hooks, when it is from the host and for it',
      { host: HOST },
      'tcp://172.18.0.3:9999',
      ['output', 'postrouting', 'prerouting', 'input'],
    ],
    ['none, when a bridge passes it on', client, 'icmp://10.244.1.2', []],
  ])('%s', async (_, from, to, expected) => {
    expect(await hooks(from, to)).toEqual(expected);
  });
  it('three, when br_netfilter shows it to them', async () => {
    await run(sandbox, HOST, 'sysctl -qw net.bridge.bridge-nf-call-iptables=1');
    expect(await hooks(client, 'icmp://10.244.1.2')).toEqual(['prerouting', 'forward', 'postrouting']);
    await run(sandbox, HOST, 'sysctl -qw net.bridge.bridge-nf-call-iptables=0');
  });
  it('those of each namespace on its way', async () => {
    const there = { host: HOST, netns: 'pod-a' };
    expect(await hooks(client, 'tcp://10.244.1.2:8080', there)).toEqual(['prerouting', 'input']);
    expect(await hooks(client, 'tcp://10.244.1.2:8080', client)).toEqual(['output', 'postrouting']);
  });
});

it('hears a packet to its end while rules trace much else', async () => {
  // Some hundred events by the time it has waited for an answer: more than the kernel keeps for who does not read.
  await run(
    sandbox,
    HOST,
    'iptables -t raw -A PREROUTING -p icmp -j TRACE; iptables -A FORWARD -p udp -j DROP',
  );
  const flood = run(sandbox, HOST, 'ip netns exec client ping -q -i 0.002 -c 500 10.244.1.1 >/dev/null');
  const result = await probe({ host: HOST, netns: 'client' }, 'udp://172.18.0.1:9');
  await flood;
  await run(sandbox, HOST, 'iptables -t raw -F PREROUTING; iptables -F FORWARD');
  expect(result).toMatchObject({ probe: 'journey', journey: { outcome: { is: 'lost' } } });
});

it('tells namespaces apart whose interfaces have the same name', async () => {
  const dnat = 'PREROUTING -p tcp --dport 7000 -j DNAT --to-destination 10.244.1.2:8080';
  await run(sandbox, HOST, `iptables -t nat -A ${dnat}`);
  const result = await probe({ host: 'internet' }, 'tcp://172.18.0.3:7000');
  await run(sandbox, HOST, `iptables -t nat -D ${dnat}`);
  if (result?.probe !== 'journey') throw new Error(JSON.stringify(result));
  const passed = (stack: StackName) => hooksPassed(result.journey, stack);
  expect(passed({ host: 'internet' })).toEqual(['output', 'postrouting']);
  expect(passed({ host: HOST })).toEqual(['prerouting', 'forward', 'postrouting']);
  expect(passed({ host: HOST, netns: 'pod-a' })).toEqual(['prerouting', 'input']);
});

describe('a rule that drops', () => {
  it('lets the packet come to its own hook, and to none behind it', async () => {
    await run(sandbox, HOST, 'iptables -A FORWARD -s 10.244.1.100 -j DROP');
    const result = await probe({ host: HOST, netns: 'client' }, 'tcp://172.18.0.1:80');
    await run(sandbox, HOST, 'iptables -F FORWARD');
    expect(result).toMatchObject({ journey: { outcome: { is: 'lost', cause: 'rule' } } });
    expect(result?.probe === 'journey' && hooksPassed(result.journey, { host: HOST })).toEqual([
      'prerouting',
      'forward',
    ]);
  });
});

it('leaves the rules and what they counted as they were', async () => {
  const rules = `table inet mine {
  chain at-forward { type filter hook forward priority -350; udp dport 9 counter; }
}`;
  await run(sandbox, HOST, `nft -f - <<'NFT'\n${rules}\nNFT\niptables -t raw -A OUTPUT -p udp`);
  const listed = () => run(sandbox, HOST, 'nft list ruleset; ip netns exec client nft list ruleset');
  const before = await listed();
  await hooks({ host: HOST, netns: 'client' }, 'icmp://172.18.0.1');
  expect(await listed()).toBe(before);
  expect(before).toContain('at-forward');
  await run(sandbox, HOST, 'nft flush ruleset');
});

describe('is not made', () => {
  it('from a namespace that is not there: the learner’s doing', async () => {
    expect(await probe({ host: HOST, netns: 'nowhere' }, 'icmp://10.244.1.2')).toEqual({
      probe: 'failed',
      reason: 'worker has no network namespace named nowhere',
      originMissing: true,
    });
  });
  it('from a host that the sandbox does not have', async () => {
    const failed = await probe({ host: 'worker9' }, 'icmp://10.244.1.2');
    expect(failed).toMatchObject({ probe: 'failed', originMissing: false });
  });
  it('where an observer ends before it listens', async () => {
    const blind: HostAccess = {
      topology: sandbox.topology,
      variables: sandbox.variables,
      slowdown: sandbox.slowdown,
      emulated: sandbox.emulated,
      open: (host) => sandbox.open(host, ['false']),
    };
    const [failed] = await runProbes(blind, [
      { probe: 'journey', from: { host: HOST }, protocol: 'icmp', address: '10.244.1.2' },
    ]);
    expect(failed).toMatchObject({ probe: 'failed', originMissing: false });
  });
});
