/**
 * Sends one packet in a sandbox and records it: observers beside all hosts, the packet, what they heard and what their
 * kernels say of it. Leaves the kernels as they were, but for what any packet leaves.
 */
import { randomInt } from 'node:crypto';
import { draftOf, ownFlows } from '../../../../checks/network/journey/draft.ts';
import type { Order, Place, Recording } from '../../../../checks/network/journey/observed.ts';
import { questionsOf } from '../../../../checks/network/journey/questions.ts';
import type { HostAccess } from '../../../sandbox/driver.ts';
import { answerSlowdown } from '../support/generator.ts';
import { HostObserver } from './host-observer.ts';

/** One packet, but for the number by which it is known. */
export type PacketOrder = Omit<Order, 'nonce'>;

/**
 * Longer than an answer takes in any lab; a packet that is lost costs so much. Even twice as long is less than the second
 * after which TCP sends a SYN again (RFC 6298, 2.1).
 */
const ANSWER_SECONDS = 0.4;

/**
 * @throws NamespaceMissing when the host has no such namespace
 * @throws GeneratorFailed when the packet could not be sent or followed
 */
export async function recordPacket(sandbox: HostAccess, request: PacketOrder): Promise<Recording> {
  // Its successor is the acknowledgement of a SYN: no carry, and not so small that headers are full of it.
  const order: Order = { ...request, nonce: randomInt(2 ** 28, 2 ** 32 - 1) };
  const epoch = Math.floor(Date.now() / 1000) - 60;
  const { protocol, nonce } = order;
  let observers: HostObserver[] = [];
  try {
    observers = await startAll(sandbox, { protocol, nonce, epoch });
    const { from, address, port, size, ttl } = order;
    const sender = observers.find(({ host }) => host === from.host) as HostObserver;
    const sent = await sender.send({
      netns: from.netns ?? '',
      protocol,
      address,
      ...(port !== undefined && { port }),
      nonce,
      size,
      ...(ttl !== undefined && { ttl }),
      seconds: ANSWER_SECONDS * answerSlowdown(sandbox),
    });
    const places = (await Promise.all(observers.map((observer) => observer.stop()))).flat();
    const more = Object.fromEntries(observers.map((one) => [one.host, one.more]));
    const observed = { order, sent, places, more };
    const draft = draftOf(observed);
    const questions = questionsOf(draft);
    const explained = await Promise.all(
      observers.map(async (observer) => {
        const own = questions.filter(({ place }) => place.host === observer.host);
        const answers = own.length === 0 ? [] : await observer.explain(own);
        await observer.forget(flowsOf(draft, places, observer.host));
        return own.map(({ place }, at) => [place, answers[at]] as const);
      }),
    );
    const byPlace = new Map(explained.flat());
    return { observed, explained: questions.flatMap(({ place }) => byPlace.get(place) ?? []) };
  } finally {
    for (const observer of observers) observer.end();
  }
}

function flowsOf(draft: Parameters<typeof ownFlows>[0], places: readonly Place[], host: string) {
  return places
    .filter((place) => place.host === host)
    .flatMap((place) => ownFlows(draft, place).map((flow) => ({ namespace: place.inode, flow })));
}

/** All or none. */
async function startAll(
  sandbox: HostAccess,
  request: Parameters<typeof HostObserver.start>[2],
): Promise<HostObserver[]> {
  const starts = await Promise.allSettled(
    sandbox.topology.hosts.map(({ name }) => HostObserver.start(sandbox, name, request)),
  );
  const started = starts.flatMap((start) => (start.status === 'fulfilled' ? start.value : []));
  const failed = starts.find((start) => start.status === 'rejected');
  if (!failed) return started;
  for (const observer of started) observer.end();
  throw failed.reason;
}
