/** Follows one packet by observers beside all hosts. What they missed, because it was too much, is no result. */
import { journeyOf } from '../../../../checks/network/journey/join.ts';
import type { Recording } from '../../../../checks/network/journey/observed.ts';
import { hostOf } from '../../../../checks/network/topology.ts';
import type { Prober } from '../prober.ts';
import { GeneratorFailed } from '../support/hidden.ts';
import { recordPacket } from './record.ts';

export const journey: Prober<'journey'> = {
  async make({ sandbox }, { probe: _, ...packet }) {
    const { host } = packet.from;
    if (!hostOf(sandbox.topology, host)) throw new GeneratorFailed(`this sandbox has no host ${host}`);
    const { observed, explained } = await recordPacket(sandbox, { ...packet, size: 0 });
    const missed = unheard(observed);
    if (missed !== undefined) throw new GeneratorFailed(missed);
    return { journey: journeyOf(observed, explained) };
  },
};

function unheard({ places, more = {} }: Recording['observed']): string | undefined {
  const [host, count] = Object.entries(more).find(([, unheardOf]) => unheardOf > 0) ?? [];
  if (host !== undefined) return `${count} network namespaces of ${host} could not be listened to`;
  const full = places.find((place) => place.full);
  return full && `there was more traffic on ${full.host} than could be kept`;
}
