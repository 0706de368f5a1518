import { describe, expect, it, test } from 'vitest';
import { type RecordingName, recorded } from './fixtures/read.ts';
import { journeyOf } from './join.ts';
import { type Journey, journeySchema } from './journey.ts';
import type { Place, Recording } from './observed.ts';
import { stackName } from './stack-name.ts';

const journey = ({ observed, explained }: Recording): Journey => journeyOf(observed, explained);

/** `client on worker: out eth0`, a line for each hop of the request, with what was decided there. */
function lines({ hops }: Journey): string[] {
  return hops
    .filter(({ leg }) => leg === 'request')
    .map((hop) =>
      [
        `${stackName(hop.stack)}: ${hop.direction}`,
        hop.interface ?? [],
        hop.packet.encapsulation ? `in ${hop.packet.encapsulation.kind}` : [],
        hop.rules.map(({ chain, number }) => `[${chain} ${number ?? 'policy'}]`),
        hop.route ? `(${hop.route.route ?? hop.route.refused})` : [],
        hop.action,
      ]
        .flat()
        .join(' '),
    );
}

interface Row {
  readonly name: RecordingName;
  readonly request: readonly string[];
  readonly outcome: object;
  readonly nearestMiss?: object;
}

const TABLE: readonly Row[] = [
  {
    name: 'masquerade',
    request: [
      'client on worker: origin (default via 10.0.0.1 dev eth0) sent',
      'client on worker: out eth0 crossed',
      'worker: in veth-client bridged',
      'worker: in br0 (default via 172.18.0.1 dev eth0) routed',
      'worker: out eth0 [POSTROUTING 1] crossed',
      'internet: in eth0 (local 203.0.113.10 dev eth0) delivered',
    ],
    outcome: { is: 'answered', why: '203.0.113.10 answered' },
  },
  {
    name: 'service',
    request: [
      'client on worker: origin (default via 10.244.1.1 dev eth0) sent',
      'client on worker: out eth0 crossed',
      'worker: in client [PREROUTING 1] [KUBE-SERVICES 1] [KUBE-SVC-WEB 1] [KUBE-SEP-WEB-1 1] bridged',
      'worker: out cni0 bridged',
      'worker: out web-1 crossed',
      'web-1 on worker: in eth0 (local 10.244.1.2 dev eth0) delivered',
    ],
    outcome: { is: 'answered', why: '10.244.1.2 answered (SYN ACK)' },
  },
  {
    name: 'vxlan',
    request: [
      'red on worker: origin (default via 10.244.1.1 dev eth0) sent',
      'red on worker: out eth0 crossed',
      'worker: in red bridged',
      'worker: in cni0 (10.244.2.0/24 via 10.244.2.0 dev flannel.1) routed',
      'worker: out flannel.1 encapsulated',
      'worker: out eth0 in vxlan crossed',
      'worker2: in eth0 in vxlan decapsulated',
      'worker2: in flannel.1 (10.244.2.0/24 dev cni0) routed',
      'worker2: out cni0 bridged',
      'worker2: out blue crossed',
      'blue on worker2: in eth0 (local 10.244.2.2 dev eth0) delivered',
    ],
    outcome: { is: 'answered' },
  },
  {
    name: 'policy',
    request: [
      'red on worker: origin (default via 10.244.1.1 dev eth0) sent',
      'red on worker: out eth0 crossed',
      'worker: in red bridged',
      'worker: in cni0 [FORWARD policy] (10.244.2.0/24 via 10.244.2.0 dev flannel.1) lost',
    ],
    outcome: {
      is: 'lost',
      cause: 'rule',
      why: 'dropped by the policy (drop) of FORWARD (table filter) in worker',
    },
    nearestMiss: { is: 'rule', differs: 'the source would have to be 192.0.2.0/24, and is 10.244.1.2' },
  },
  {
    name: 'no-route',
    request: ['red on worker: origin (ENETUNREACH) lost'],
    outcome: { is: 'lost', cause: 'no-route', why: 'no route to 10.244.2.2 in red on worker' },
    nearestMiss: {
      is: 'route',
      text: '10.244.1.0/24 dev eth0',
      differs: '10.244.2.2 is not in 10.244.1.0/24',
    },
  },
  {
    name: 'no-arp',
    request: [
      'client on worker: origin (default via 10.244.1.1 dev eth0) sent',
      'client on worker: out eth0 crossed',
      'worker: in client bridged',
      'worker: in cni0 [PREROUTING 1] (10.244.2.0/24 via 172.18.0.4 dev eth0) routed',
      'worker: out eth0 crossed',
      'worker2: in eth0 (10.244.2.0/24 dev cni0) lost',
    ],
    outcome: {
      is: 'lost',
      cause: 'no-arp-answer',
      why: 'no ARP answer on cni0 of worker2 from 10.244.2.77',
    },
  },
  {
    name: 'no-socket',
    request: [
      'client on worker: origin (default via 10.244.1.1 dev eth0) sent',
      'client on worker: out eth0 crossed',
      'worker: in client bridged',
      'worker: in cni0 [PREROUTING 1] (10.244.2.0/24 via 172.18.0.4 dev eth0) routed',
      'worker: out eth0 crossed',
      'worker2: in eth0 (10.244.2.0/24 dev cni0) routed',
      'worker2: out cni0 bridged',
      'worker2: out web-2 crossed',
      'web-2 on worker2: in eth0 (local 10.244.2.2 dev eth0) lost',
    ],
    outcome: {
      is: 'lost',
      leg: 'request',
      cause: 'no-socket',
      why: 'reset by web-2 on worker2: no socket listens on 10.244.2.2:81',
    },
    nearestMiss: { is: 'socket', differs: 'it listens on port 8080, not on 81' },
  },
  {
    name: 'wrong-port',
    request: [
      'client on worker: origin (default via 10.244.1.1 dev eth0) sent',
      'client on worker: out eth0 crossed',
      'worker: in client bridged',
      'worker: in cni0 [PREROUTING 1] (default via 172.18.0.1 dev eth0) routed',
      'worker: out eth0 lost',
    ],
    outcome: {
      is: 'lost',
      cause: 'unknown',
      why: expect.stringMatching(
        /^left worker by eth0 for 172\.18\.0\.1, MAC address \S+ and was not seen again$/,
      ),
    },
    nearestMiss: {
      is: 'rule',
      at: { host: 'worker', netns: '', inode: expect.any(Number) },
      text: 'rule 1 of KUBE-SERVICES: -d 10.96.0.10/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-WEB',
      differs: 'the port would have to be 80, and is 81',
    },
  },
];

describe('recorded journeys', () => {
  test.each(TABLE.map((row) => [row.name, row] as const))('%s', (name, row) => {
    const found = journey(recorded(name));
    expect(journeySchema.parse(found)).toEqual(found);
    const withoutAcceptance = { ...found, hops: found.hops.map(withoutAccepting) };
    expect(lines(withoutAcceptance)).toEqual(row.request);
    expect(found.outcome).toMatchObject(row.outcome);
    expect(found.nearestMiss).toEqual(row.nearestMiss && expect.objectContaining(row.nearestMiss));
    expect(found).toMatchObject({ notes: [] });
    expect(found.ambiguous).toBeUndefined();
  });

  it('tell what conntrack made of the flow, and by which rule', () => {
    const service = journey(recorded('service')).hops[2];
    expect(service?.translation).toEqual({ destination: { from: '10.96.0.10:80', to: '10.244.1.2:8080' } });
    expect(service?.rules.find(({ chain }) => chain === 'KUBE-SERVICES')).toMatchObject({
      family: 'ip',
      table: 'nat',
      text: '-d 10.96.0.10/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-WEB',
      verdict: 'jump KUBE-SVC-WEB',
      counters: { packets: 2, bytes: 120 },
    });
    const routed = journey(recorded('masquerade')).hops[3];
    expect(routed?.translation?.source).toEqual({ from: '10.0.0.2', to: '172.18.0.3' });
  });
});

/** The policy of a chain that accepts is in every journey, and tells nothing. */
function withoutAccepting(hop: Journey['hops'][number]) {
  return {
    ...hop,
    rules: hop.rules.filter(({ number, verdict }) => number !== undefined || verdict !== 'accept'),
  };
}

function changed(name: RecordingName, change: (place: Place) => Place | readonly Place[]): Recording {
  const { observed, explained } = recorded(name);
  return { observed: { ...observed, places: observed.places.flatMap(change) }, explained };
}

/** A frame of IPv4 and TCP without options before the flags: SYN alone. */
const isSyn = (hex: string) => hex.slice(24, 28) === '0800' && hex.slice(94, 96) === '02';

describe('the join', () => {
  test.each([-20_000_000, 20_000_000])('does not trust the clocks of two hosts to agree (%i ns)', (late) => {
    const shifted = changed('vxlan', (place) =>
      place.host === 'worker2'
        ? { ...place, frames: place.frames.map((frame) => ({ ...frame, time: frame.time + late })) }
        : place,
    );
    const order = (found: Journey) =>
      found.hops.map(({ stack, interface: name }) => `${stackName(stack)} ${name}`);
    expect(order(journey(shifted))).toEqual(order(journey(recorded('vxlan'))));
  });

  it('leaves out packets with another mark, and what traces them', () => {
    const { observed, explained } = recorded('service');
    const other = { observed: { ...observed, order: { ...observed.order, nonce: 7 } }, explained };
    const found = journey(other);
    expect(found.hops.map(({ direction, rules }) => [direction, rules.length])).toEqual([['origin', 0]]);
  });

  it('takes one way when TCP sends again', () => {
    const again = changed('policy', (place) => ({
      ...place,
      frames: [
        ...place.frames,
        ...place.frames.map((frame) => ({ ...frame, time: frame.time + 1_000_000_000 })),
      ],
      events: [...place.events, ...place.events.map((event) => ({ ...event, id: event.id + 1 }))],
    }));
    expect(journey(again).hops).toEqual(journey(recorded('policy')).hops);
  });

  it('says that copies arrived in two places', () => {
    const doubled = changed('vxlan', (place) =>
      place.name === 'blue' ? [place, { ...place, inode: 1, name: 'twin' }] : place,
    );
    // The twin was not asked anything: its answers are the first one's.
    const { observed, explained } = doubled;
    const more = explained.flatMap((one) =>
      one.namespace === observed.places.find(({ name }) => name === 'blue')?.inode
        ? [one, { ...one, namespace: 1 }]
        : [one],
    );
    expect(journeyOf(observed, more).ambiguous).toMatch(
      /^copies of it arrived in blue on worker2 and in twin on/,
    );
  });

  it('leaves out copies that a bridge flooded, and says when the port is a guess', () => {
    // web-1 is reached by its port of the bridge; a copy of the frame goes to another pod.
    const flood = (left: number, came: number) =>
      changed('service', (place) => {
        const inside = place.name === 'web-1';
        const found = place.frames.find(({ interface: name, bytes, kind }) =>
          inside ? kind === 'in' && isSyn(bytes) : name === 'web-1' && kind === 'out' && isSyn(bytes),
        );
        if (!found) return place;
        if (inside) {
          const copy = { ...found, time: found.time + came, kind: 'other-host' as const };
          return [place, { ...place, inode: 1, name: 'web-4', frames: [copy], flows: [], events: [] }];
        }
        const copy = { ...found, interface: 'web-4', time: found.time + left };
        return { ...place, frames: [...place.frames, copy] };
      });
    const straight = journey(recorded('service'));
    const certain = journey(flood(100_000, 100_000));
    expect(certain.hops).toEqual(straight.hops);
    expect(certain.ambiguous).toBeUndefined();
    expect(certain.notes).toEqual([expect.stringMatching(/^A bridge did not know the port .* 1 came/)]);
    expect(journey(flood(-1, -2)).ambiguous).toMatch(/by which port this one left it is a guess/);
  });

  it('says what was not traced, and what was not kept', () => {
    const legacy = changed('no-route', (place) =>
      place.name === 'red' ? { ...place, legacy: ['iptables nat'], full: true } : place,
    );
    const { observed, explained } = legacy;
    expect(journeyOf({ ...observed, more: { worker: 4, worker2: 0 } }, explained).notes).toEqual([
      'red on worker has tables of iptables-legacy (iptables nat): the kernel does not trace them.',
      '4 more network namespaces of worker were not looked into.',
      'There was more traffic in red on worker than could be kept.',
    ]);
  });
});
