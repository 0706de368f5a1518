/** What kinds that judge a journey share: where a packet is sent, which hooks of a stack it came to, and how a stack is called. */
import { z } from 'zod';
import { Inconclusive } from '../kind.ts';
import type { Hook, Journey, JourneyStack } from '../network/journey/journey.ts';
import { readTarget, type Target } from '../network/journey/target.ts';
import type { JourneyProbe } from '../probes/journey.ts';
import { origin } from './probed.ts';

/** `tcp://10.96.0.10:80`, `icmp://10.244.1.2` */
export const packetTarget = z.string().superRefine((text, context) => {
  const read = readTarget(text);
  if (typeof read === 'string') context.addIssue({ code: 'custom', message: read });
});

/** @throws Error when it was not checked by `packetTarget` */
export function targetOf(to: string): Target {
  const target = readTarget(to);
  if (typeof target === 'string') throw new Error(`${to} ${target}`);
  return target;
}

export function journeyRequest(from: {
  readonly host: string;
  readonly netns?: string | undefined;
  readonly to: string;
}): JourneyProbe {
  return { probe: 'journey', from: origin(from), ...targetOf(from.to) };
}

/** `netns` absent: the host's own stack. */
export interface StackName {
  readonly host: string;
  readonly netns?: string | undefined;
}

export function isStack({ host, netns }: JourneyStack, name: StackName): boolean {
  return host === name.host && netns === (name.netns ?? '');
}

/** Of the packet itself, neither of an answer nor of a packet around it; in its order. */
export function hooksPassed({ hooks }: Journey, stack: StackName): Hook[] {
  return hooks.flatMap((one) =>
    one.leg === 'request' && !one.outer && isStack(one.stack, stack) ? one.hook : [],
  );
}

/**
 * That nothing was heard must not pass as "no hook": what leaves a stack has come to its output and postrouting.
 * @throws Inconclusive
 */
export function heard(journey: Journey): Journey {
  const [first] = journey.hops;
  if (!first) throw new Inconclusive('the packet was seen nowhere');
  if (journey.ambiguous !== undefined)
    throw new Inconclusive(`the packet's way is not certain: ${journey.ambiguous}`);
  const left = journey.hops.some((hop) => hop.leg === 'request' && hop.direction === 'out');
  const told = journey.hooks.some((one) => one.leg === 'request' && one.stack.inode === first.stack.inode);
  if (left && !told) throw new Inconclusive('the packet left, but no hook of its sender was heard');
  return journey;
}
