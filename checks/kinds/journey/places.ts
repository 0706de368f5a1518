/** Places on a packet's way as chapters write them: `forward`, `worker2:KUBE-SERVICES`, `worker/red:eth0`. Pure. */
import { z } from 'zod';
import { HOOKS, type Hook, type Journey } from '../../network/journey/journey.ts';
import { hooksPassed, isStack, type StackName } from '../../support/hooks-passed.ts';

const PLACE = /^(?:([\w.-]+)(?:\/([^\s:/]+))?:)?([^\s:/]+)$/;

/** A hook's name is one of the five; every other name is a chain's or an interface's. */
export const placeName = z
  .string()
  .regex(PLACE, 'must be a hook, a chain or an interface, as in forward, worker:FORWARD, worker/red:eth0');

export interface NamedPlace {
  readonly stack: StackName;
  /** Of the five hooks. */
  readonly hook?: Hook;
  readonly name: string;
  /** How to call it in a sentence. */
  readonly called: string;
}

/** @param host whose own stack is meant where the text names none */
export function readPlace(text: string, host: string): NamedPlace {
  const [, named, netns, name = ''] = PLACE.exec(text) ?? [];
  const stack = { host: named ?? host, ...(netns !== undefined && { netns }) };
  const hook = HOOKS.find((one) => one === name);
  return { stack, name, called: `${name} of ${callStack(stack)}`, ...(hook && { hook }) };
}

function callStack({ host, netns }: StackName): string {
  return netns === undefined ? host : `${netns} on ${host}`;
}

/** @returns undefined when it cannot be told: rules of iptables-legacy are not traced */
export function passes(journey: Journey, { stack, hook, name }: NamedPlace): boolean | undefined {
  if (hook !== undefined) return hooksPassed(journey, stack).includes(hook);
  const here = journey.hops.filter((hop) => hop.leg === 'request' && isStack(hop.stack, stack));
  if (here.some((hop) => hop.interface === name || hop.rules.some(({ chain }) => chain === name)))
    return true;
  return journey.legacy.some((one) => isStack(one, stack)) ? undefined : false;
}
