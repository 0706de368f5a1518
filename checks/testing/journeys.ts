/** Journeys for the tests of kinds that judge them: from red on worker by the node, as far as a test wants it. */
import type { Hook, Journey, JourneyStack, Outcome, ReachedHook } from '../network/journey/journey.ts';

export const RED: JourneyStack = { host: 'worker', netns: 'red', inode: 11 };
export const NODE: JourneyStack = { host: 'worker', netns: '', inode: 1 };
const INTERNET: JourneyStack = { host: 'internet', netns: '', inode: 2 };

const ARRIVED: Outcome = { is: 'answered', why: '203.0.113.10 answered' };

export function reached(stack: JourneyStack, ...hooks: readonly Hook[]): ReachedHook[] {
  return hooks.map((hook) => ({
    leg: 'request',
    stack,
    hook,
    outer: false,
    source: '10.244.1.2',
    destination: '203.0.113.10',
  }));
}

const packet = {
  protocol: 'icmp',
  source: '10.244.1.2',
  destination: '203.0.113.10',
  ttl: 64,
  length: 40,
  sourceMac: '',
  destinationMac: '',
} as const;

/** Sent by red, forwarded by the node by MASQUERADE, and answered by internet. */
export function journeyOfRed(changed: Partial<Journey> = {}): Journey {
  const hop = { leg: 'request', at: 0, packet, rules: [], action: 'crossed' } as const;
  const masqueraded = { ...packet, source: '172.18.0.3', ttl: 63 };
  return {
    packet: {
      protocol: 'icmp',
      source: '10.244.1.2',
      destination: '203.0.113.10',
      from: { host: 'worker', netns: 'red' },
    },
    hops: [
      { ...hop, stack: RED, direction: 'origin' },
      { ...hop, stack: RED, direction: 'out', interface: 'eth0' },
      {
        ...hop,
        stack: NODE,
        direction: 'in',
        interface: 'br0',
        rules: [{ family: 'ip', table: 'filter', chain: 'LEAVES', text: '-j LOG', verdict: 'continue' }],
        translation: { source: { from: '10.244.1.2', to: '172.18.0.3' } },
      },
      { ...hop, stack: NODE, direction: 'out', interface: 'eth0', packet: masqueraded },
      {
        ...hop,
        stack: INTERNET,
        direction: 'in',
        interface: 'eth0',
        packet: masqueraded,
        action: 'delivered',
      },
    ],
    hooks: [
      ...reached(RED, 'output', 'postrouting'),
      ...reached(NODE, 'prerouting', 'forward', 'postrouting'),
      ...reached(INTERNET, 'prerouting', 'input'),
    ],
    legacy: [],
    outcome: ARRIVED,
    notes: [],
    ...changed,
  };
}

/** Dropped by a rule of the node's at its hook forward. */
export function journeyDropped(): Journey {
  const whole = journeyOfRed();
  return {
    ...whole,
    hops: whole.hops.slice(0, 3).map(({ translation: _, ...hop }) => hop),
    hooks: [...reached(RED, 'output', 'postrouting'), ...reached(NODE, 'prerouting', 'forward')],
    outcome: { is: 'lost', leg: 'request', cause: 'rule', at: NODE, why: 'dropped by rule 1 of FORWARD' },
  };
}
