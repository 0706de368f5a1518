/** Counters of DNAT rules: read from the nat tables of lab hosts, and what they gained between two readings. */

import { parseIptablesSave } from '../../../../checks/network/state/iptables-save.ts';
import type { IptablesState } from '../../../../checks/network/state/network-state.ts';
import type { LoadResult } from '../../../../checks/probes/load.ts';
import type { Origin } from '../../../../checks/probes/origin.ts';
import type { HostAccess } from '../../../sandbox/driver.ts';
import { GeneratorFailed, runHidden } from '../support/hidden.ts';

const DEADLINE_MS = 5_000;

/** Reads the nat tables of the origins, in that order. Throws GeneratorFailed when one cannot be read. */
export function natCounters(
  sandbox: HostAccess,
  origins: readonly Origin[],
): Promise<readonly IptablesState[]> {
  return Promise.all(
    origins.map(async (origin) => {
      const text = await runHidden(sandbox, origin, ['iptables-save', '-c', '-t', 'nat'], '', DEADLINE_MS);
      try {
        return parseIptablesSave(text);
      } catch (thrown) {
        throw new GeneratorFailed(thrown instanceof Error ? thrown.message : String(thrown));
      }
    }),
  );
}

/**
 * Packets that each DNAT rule counted from one reading to the next; equal rules of several hosts are added up.
 * Throws GeneratorFailed when the rules are not the same in both: then the difference means nothing.
 */
export function gained(
  before: readonly IptablesState[],
  after: readonly IptablesState[],
): LoadResult['dnat'] {
  const sums = new Map<string, { chain: string; to: string; packets: number }>();
  const earlier = dnatRules(before);
  const later = dnatRules(after);
  if (earlier.length !== later.length) throw changed();
  later.forEach(({ chain, text, to, packets }, i) => {
    const old = earlier[i];
    if (!old || old.chain !== chain || old.text !== text || packets < old.packets) throw changed();
    const key = `${chain} ${to}`;
    const sum = sums.get(key) ?? { chain, to, packets: 0 };
    sum.packets += packets - old.packets;
    sums.set(key, sum);
  });
  return [...sums.values()];
}

function dnatRules(states: readonly IptablesState[]) {
  return states.flatMap(({ tables }, reading) =>
    (tables.nat ?? []).flatMap((chain) =>
      chain.rules
        .filter(({ target }) => target === 'DNAT')
        .map(({ text, words, packets }) => ({
          reading,
          chain: chain.name,
          text,
          to: words[words.indexOf('--to-destination') + 1] ?? '',
          packets,
        })),
    ),
  );
}

function changed(): GeneratorFailed {
  return new GeneratorFailed(
    'the DNAT rules or their counters were changed while the connections were made; run it again',
  );
}
