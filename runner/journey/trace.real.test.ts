/** Packets that arrive, in the labs of chapters: every hop of theirs, and the rules, routes and translations on the way. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import type { Hop, Journey } from '../../checks/network/journey/journey.ts';
import { loadChapter, loadProofs } from '../chapter/load.ts';
import { ROOT } from '../package-root.mjs';
import { namespacesDriver } from '../sandbox/namespaces/driver.ts';
import type { Lab } from '../session/lab.ts';
import { openLab } from '../session/open.ts';
import { replayUntil } from '../session/replay-until.ts';
import { RECORDING_SEED } from '../session/variables.ts';
import { parseOrigin, parseTarget } from './target.ts';
import { traceJourney } from './trace.ts';

/** A lab of the chapter after a step of it. */
function labAfter(chapter: string, step: string): { trace: (from: string, to: string) => Promise<Journey> } {
  let lab: Lab;
  beforeAll(async () => {
    const loaded = await loadChapter(`${ROOT}/chapters`, chapter);
    lab = await openLab(loaded, { driver: namespacesDriver(), seed: RECORDING_SEED, kinds: KINDS });
    await replayUntil(lab, step, await loadProofs(loaded), { through: true });
  });
  afterAll(() => lab?.close());
  return {
    trace: (from, to) =>
      traceJourney(lab.sandbox, { from: parseOrigin(from, lab.hosts), ...parseTarget(to), size: 0 }),
  };
}

/** `worker/client out eth0`, a line for each hop of a leg. */
function way({ hops }: Journey, leg: Hop['leg'] = 'request'): string[] {
  return hops
    .filter((hop) => hop.leg === leg)
    .map(({ stack: { host, netns }, direction, interface: name }) =>
      [netns === '' ? host : `${host}/${netns}`, direction, name ?? []].flat().join(' '),
    );
}

const rulesOf = ({ hops }: Journey) =>
  hops
    .filter(({ leg }) => leg === 'request')
    .flatMap(({ rules }) =>
      rules.flatMap(({ chain, number }) => (number === undefined ? [] : `${chain} ${number}`)),
    );

describe('on one bridge (chapter 04)', () => {
  const { trace } = labAfter('04', 'address-pods');
  it('goes from port to port, and no routing table of the node is asked', async () => {
    const journey = await trace('worker/client', 'icmp://10.0.0.3');
    expect(way(journey)).toEqual([
      'worker/client origin',
      'worker/client out eth0',
      'worker in veth-client',
      'worker out veth-server',
      'worker/server in eth0',
    ]);
    expect(way(journey, 'answer')).toEqual([
      'worker/server origin',
      'worker/server out eth0',
      'worker in veth-server',
      'worker out veth-client',
      'worker/client in eth0',
    ]);
    expect(journey.hops.map(({ action, route }) => [action, route?.route])).toEqual([
      ['sent', '10.0.0.0/24 dev eth0'],
      ['crossed', undefined],
      ['bridged', undefined],
      ['crossed', undefined],
      ['delivered', 'local 10.0.0.3 dev eth0'],
      ['sent', '10.0.0.0/24 dev eth0'],
      ['crossed', undefined],
      ['bridged', undefined],
      ['crossed', undefined],
      ['delivered', 'local 10.0.0.2 dev eth0'],
    ]);
    expect(new Set(journey.hops.map(({ packet }) => packet.ttl))).toEqual(new Set([64]));
    expect(journey.outcome).toEqual({ is: 'answered', why: '10.0.0.3 answered' });
    expect(journey).toMatchObject({ packet: { source: '10.0.0.2', destination: '10.0.0.3' }, notes: [] });
  });
});

describe('out into the world by MASQUERADE (chapter 06)', () => {
  const { trace } = labAfter('06', 'masquerade');
  it('leaves with the node’s address, by a rule that is told with its text and counter', async () => {
    const journey = await trace('worker/client', 'tcp://203.0.113.10:80');
    expect(way(journey)).toEqual([
      'worker/client origin',
      'worker/client out eth0',
      'worker in veth-client',
      'worker in br0',
      'worker out eth0',
      'internet in eth0',
    ]);
    const [into, out] = journey.hops.slice(3, 5);
    expect(into).toMatchObject({
      packet: { source: '10.0.0.2', ttl: 64 },
      action: 'routed',
      route: {
        route: 'default via 172.18.0.1 dev eth0',
        table: 'main',
        policy: '32766: from all lookup main',
      },
      translation: { source: { to: expect.stringMatching(/^172\.18\.0\.3:\d+$/) } },
    });
    expect(out).toMatchObject({
      packet: { source: '172.18.0.3', ttl: 63 },
      rules: [
        {
          family: 'ip',
          table: 'nat',
          chain: 'POSTROUTING',
          hook: 'postrouting',
          number: 1,
          text: '-s 10.0.0.0/24 ! -o br0 -j MASQUERADE',
          counters: { packets: expect.any(Number), bytes: expect.any(Number) },
        },
      ],
    });
    // The underlay's router is no host, and took one off the TTL.
    expect(journey.hops[5]).toMatchObject({ packet: { ttl: 62 }, action: 'delivered' });
    expect(journey.outcome.is).toBe('answered');
    expect(way(journey, 'answer').at(-1)).toBe('worker/client in eth0');
  });
});

describe('in by DNAT (chapter 07)', () => {
  const { trace } = labAfter('07', 'dnat');
  it('is sent on to the pod, and the answer has the node’s address again', async () => {
    const journey = await trace('internet', 'tcp://172.18.0.3:8080');
    expect(way(journey)).toEqual([
      'internet origin',
      'internet out eth0',
      'worker in eth0',
      'worker out br0',
      'worker out veth-web',
      'worker/web in eth0',
    ]);
    expect(journey.hops[2]).toMatchObject({
      rules: [{ chain: 'PREROUTING', number: 1, verdict: 'accept' }],
      translation: { destination: { from: '172.18.0.3:8080', to: '10.0.0.2:80' } },
      route: { route: '10.0.0.0/24 dev br0' },
      action: 'routed',
    });
    expect(journey.outcome).toEqual({ is: 'answered', why: '10.0.0.2 answered (SYN ACK)' });
    expect(journey.hops.at(-1)?.packet).toMatchObject({ source: '172.18.0.3', sourcePort: 8080 });
  });
});

describe('through a VXLAN between two nodes (overlay-vxlan)', () => {
  const { trace } = labAfter('overlay-vxlan', 'it-answers');
  it('is carried by a packet from node to node', async () => {
    const journey = await trace('worker/red', 'tcp://10.244.2.2:80');
    expect(way(journey)).toEqual([
      'worker/red origin',
      'worker/red out eth0',
      'worker in red',
      'worker in cni0',
      'worker out flannel.1',
      'worker out eth0',
      'worker2 in eth0',
      'worker2 in flannel.1',
      'worker2 out cni0',
      'worker2 out blue',
      'worker2/blue in eth0',
    ]);
    expect(journey.hops.slice(0, 11).map(({ action }) => action)).toEqual([
      'sent',
      'crossed',
      'bridged',
      'routed',
      'encapsulated',
      'crossed',
      'decapsulated',
      'routed',
      'bridged',
      'crossed',
      'delivered',
    ]);
    const request = journey.hops.slice(0, 11).map(({ packet }) => packet.encapsulation);
    const outer = { vni: 1, source: '172.18.0.3', destination: '172.18.0.4', destinationPort: 8472 };
    expect(request.slice(5, 7)).toMatchObject([
      { kind: 'vxlan', ...outer },
      { kind: 'vxlan', ...outer },
    ]);
    expect(request.toSpliced(5, 2)).toEqual(Array(9).fill(undefined));
    expect(journey.outcome.is).toBe('answered');
  });
});

describe('to a Service (services)', () => {
  const { trace } = labAfter('services', 'three-thirds');
  it('passes the chains to the endpoint that was drawn, or to none', async () => {
    const journey = await trace('worker/client', 'tcp://10.96.0.40:80');
    expect(rulesOf(journey).slice(0, 2)).toEqual(['PREROUTING 1', 'KUBE-SERVICES 1']);
    expect(rulesOf(journey)[2]).toMatch(/^KUBE-SVC-WEB \d$/);
    const drawn = journey.hops.find(({ translation }) => translation?.destination);
    // Three rules that each take a third leave some connections over: the chapter's point.
    if (!drawn) expect(journey.outcome).toMatchObject({ is: 'lost', cause: 'unknown' });
    else {
      expect(rulesOf(journey)[3]).toMatch(/^KUBE-SEP-WEB-\d 1$/);
      expect(drawn.translation?.destination?.to).toMatch(/^10\.244\.[12]\.[23]:8080$/);
      expect(journey.outcome.is).toBe('answered');
    }
  });
  it('on a port that it does not have is lost, and the rule that missed it is named', async () => {
    const journey = await trace('worker/client', 'tcp://10.96.0.40:81');
    expect(journey).toMatchObject({
      outcome: { is: 'lost', leg: 'request', at: { host: 'worker', netns: '' } },
      nearestMiss: {
        is: 'rule',
        text: 'rule 1 of KUBE-SERVICES: -d 10.96.0.40/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-WEB',
        differs: 'the port would have to be 80, and is 81',
      },
    });
  });
});
