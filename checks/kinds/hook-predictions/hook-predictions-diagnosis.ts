/** Why a prediction of hooks was wrong, from the journey: which mistake leads there. Does not list what is right. Pure. */
import type { Hook, Journey } from '../../network/journey/journey.ts';
import { isStack } from '../../support/hooks-passed.ts';

/** @param host whose own stack was asked about */
export function whyMispredicted(
  predicted: readonly Hook[],
  found: readonly Hook[],
  journey: Journey,
  host: string,
): string {
  const missing = found.filter((hook) => !predicted.includes(hook));
  const extra = predicted.filter((hook) => !found.includes(hook));
  const own = journey.hops.filter((hop) => hop.leg === 'request' && isStack(hop.stack, { host }));
  const makesIt = own[0]?.direction === 'origin';
  if (found.length === 0)
    return `no IP stack of ${host} is asked: its bridge passes the frame on, and no hook of IP sees it`;
  if (missing.length === 0 && extra.length === 0)
    return 'these are its hooks, but it comes to them in another order';
  if (makesIt && extra.includes('prerouting'))
    return `${host} makes this packet itself, and it does not come in by any device`;
  if (makesIt && missing.includes('prerouting'))
    return 'a packet to an address of its own leaves by lo, and lo brings it in again';
  if (!makesIt && extra.includes('output'))
    return `output is for packets that ${host} makes, and this one comes in`;
  if (extra.includes('input') || missing.includes('input')) {
    const replaced = own.some(({ translation }) => translation?.destination);
    return replaced
      ? 'a rule gives it another destination before the node decides between delivering and forwarding'
      : 'what the node decides depends on the destination that the packet has by then: is that an address of the node?';
  }
  if (missing.length > 0)
    return `it comes to ${missing.length === 1 ? 'one hook more' : `${missing.length} hooks more`}`;
  return `it never comes to ${extra[0]}`;
}
