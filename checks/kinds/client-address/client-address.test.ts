import { describe, expect, it, test } from 'vitest';
import { judgeCheck } from '../../judge.ts';
import type { HostState } from '../../network/state/network-state.ts';
import type { ProbeResult } from '../../probe.ts';
import type { HttpResult } from '../../probes/http.ts';
import { address, findings, host, link, netns } from '../../testing/fixtures.ts';
import { refuses, reverts } from '../../testing/table.ts';
import { clientAddress } from './client-address.ts';

const entry = { host: 'worker', netns: 'client', url: 'http://203.0.113.10/', seen: '172.18.0.3' };
const worker = host([
  netns('', {
    links: [
      link('eth0', { addresses: [address('172.18.0.3/16')] }),
      link('br0', { addresses: [address('10.0.0.1/24')] }),
    ],
  }),
  netns('client', { links: [link('eth0', { addresses: [address('10.0.0.2/24')] })] }),
  netns('server', { links: [link('eth0', { addresses: [address('10.0.0.3/24')] })] }),
]);
const said = (body: string): HttpResult => ({
  probe: 'http',
  outcome: 'answered',
  status: 200,
  body,
  detail: 'status 200',
});
const got = (outcome: HttpResult['outcome']): HttpResult => ({ probe: 'http', outcome, detail: outcome });

function judge(args: Record<string, unknown>, probes: ProbeResult[], hosts: HostState[] = [worker]) {
  const parsed = clientAddress.schema.parse({ ...entry, ...args });
  return judgeCheck(clientAddress, parsed, { ...findings(...hosts), probes });
}

describe('client-address', () => {
  it.each([
    [{}, 'You are 172.18.0.3\n'],
    [{ body: 'You are' }, 'You are 172.18.0.3\n'],
    [{ url: 'http://10.0.0.3/', seen: '10.0.0.2' }, 'server sees 10.0.0.2, welcome to 10.0.0.3'],
  ])('%j passes on %j', (args, body) => {
    expect(judge(args, [said(body)])).toMatchObject({ verdict: 'pass' });
  });

  it.each([
    [
      {},
      said('You are 10.0.0.2'),
      "the server sees 10.0.0.2 (eth0 in namespace client on worker) instead of 172.18.0.3: the packets arrive with the sender's own address",
    ],
    [
      { url: 'http://10.0.0.3/', seen: '10.0.0.2' },
      said('server sees 10.0.0.1'),
      'the server sees 10.0.0.1 (br0 of worker) instead of 10.0.0.2: the source was rewritten on the way',
    ],
    [{ netns: undefined, seen: '10.0.0.1' }, said('10.0.0.2'), 'was rewritten'],
    [{}, said('You are 198.51.100.7'), 'the server sees 198.51.100.7 instead of'],
    [
      { body: 'shop' },
      said('blog sees 172.18.0.3\n'),
      'another server answered: the body lacks "shop" and says "blog sees 172.18.0.3"',
    ],
    [{}, got('timeout'), 'packets vanish on the way there or on the way back'],
    [{}, got('refused'), 'no process listens on port 80'],
    [
      {},
      { probe: 'failed', reason: 'no network namespace client', originMissing: true } as const,
      'nothing can be sent from client',
    ],
  ])('%j fails on %j', (args, result, words) => {
    const judgement = judge(args, [result]);
    expect(judgement).toMatchObject({ verdict: 'fail' });
    expect(judgement.diagnosis).toContain(words);
    expect(judgement.evidence.length).toBeGreaterThan(0);
  });

  it.each([
    [said('hello'), 'does not say whom it sees'],
    [{ probe: 'failed', reason: 'python3: not found', originMissing: false } as const, 'python3'],
  ])('cannot judge %j', (result, words) => {
    const judgement = judge({}, [result]);
    expect(judgement).toMatchObject({ verdict: 'error' });
    expect(judgement.diagnosis).toContain(words);
  });

  test('asks once, over a fresh connection', () => {
    expect(clientAddress.probes?.(clientAddress.schema.parse(entry))).toEqual([
      {
        probe: 'http',
        from: { host: 'worker', netns: 'client' },
        url: 'http://203.0.113.10/',
        timeoutMs: 2000,
      },
    ]);
  });
});

refuses(clientAddress, [
  [{ url: 'http://203.0.113.10/' }, /seen/],
  [{ ...entry, seen: 'worker' }, /must be an IPv4 address/],
  [{ ...entry, url: 'https://203.0.113.10/' }, /must be a URL/],
  [{ ...entry, status: 200 }, /status/],
]);

reverts(clientAddress, [
  [{ url: 'http://10.0.0.2/', seen: '10.0.0.3' }, /\n {2}ip route replace unreachable 10.0.0.2\/32\n/],
]);
