/** Why one pod does not reach another: which way is broken, where, and by what mistake, by the tables that were collected. Pure. */
import { findNamespace, need } from '../../kind.ts';
import {
  hasAddress,
  lookUp,
  type Path,
  pathTo,
  routeLine,
  type Stack,
  sameStack,
  stackName,
} from '../../network/routing/path.ts';
import type { Network } from '../../network/routing/segment.ts';
import type { NetworkState } from '../../network/state/network-state.ts';
import type { ProbeFailed } from '../../probes/failed.ts';
import type { HttpResult } from '../../probes/http.ts';
import type { PingResult } from '../../probes/ping.ts';
import { typed as ipOf } from '../../support/look.ts';
import { type Pair, type Pod, urlOf } from '../../support/pods.ts';
import { place, typed } from '../../support/probed.ts';
import type { Evidence } from '../../verdict.ts';

/** How a pair is tried. */
interface Means {
  readonly by: 'ping' | 'http';
  readonly port: number;
}
export type Tried = HttpResult | PingResult | ProbeFailed;

export function outcome(result: Tried): string {
  if (result.probe === 'failed') return result.reason;
  return result.outcome === 'answered' ? 'answered' : `${result.outcome}, ${result.detail}`;
}

interface Diagnosis {
  readonly words: string;
  readonly evidence: readonly Evidence[];
}

export function diagnose(
  means: Means,
  { pair, result }: { readonly pair: Pair; readonly result: Tried },
  network: Network,
): Diagnosis {
  const { state } = network;
  const { from, to } = pair;
  if (result.probe === 'failed')
    return {
      words: `nothing can be sent ${place(from.at)}: ${result.reason}`,
      evidence: [{ host: from.at.host, command: 'ip netns list', found: result.reason }],
    };
  const command = means.by === 'ping' ? `ping -c 1 -W 1 ${to.address}` : `curl -m 1 ${urlOf(to, means.port)}`;
  const tried: Evidence = {
    ...from.at,
    command: typed(from.at, command),
    expected: 'an answer',
    found: outcome(result),
  };
  if (result.outcome === 'refused')
    return {
      words: `connection refused: packets get there, but no process listens on port ${means.port}`,
      evidence: [tried],
    };
  if (result.outcome === 'garbled')
    return { words: `what answers does not speak HTTP: ${result.detail}`, evidence: [tried] };
  const source = stackOf(state, from);
  const target = stackOf(state, to);
  if (!target)
    return {
      words: `there is no network namespace ${to.at.netns} on ${to.at.host}`,
      evidence: [tried, { host: to.at.host, command: 'ip netns list', found: 'no such name' }],
    };
  const there = source && pathTo(network, source, to.address);
  if (there && !there.arrives)
    return {
      words: `on the way there, ${stackName(there.at)} ${there.why}`,
      evidence: [tried, atTheEnd(there, to.address)],
    };
  const back = pathTo(network, target, from.address);
  if (back && !back.arrives)
    return {
      words: `its packets can get there, but on the way back ${stackName(back.at)} ${back.why}`,
      evidence: [tried, atTheEnd(back, from.address)],
    };
  const blocked = [...(there?.through ?? []), ...(back?.through ?? [])].find(dropsForwarded);
  if (blocked)
    return {
      words: `the routes lead there and back, but the FORWARD chain of ${stackName(blocked)} has the policy DROP`,
      evidence: [tried, { host: blocked.host, command: 'iptables -nvL FORWARD', found: 'policy DROP' }],
    };
  return {
    words: `${outcome(result)}, though the routes lead there and back: a device that is down, a rule that drops, or reverse path filtering`,
    evidence: [tried],
  };
}

/** Somebody else who has a pod's address would answer for it. */
export function misplaced(pod: Pod, state: NetworkState): Diagnosis | undefined {
  const own = stackOf(state, pod);
  const holders = Object.values(state.hosts).flatMap(({ name: host, namespaces }) =>
    namespaces
      .filter((netns) => need(netns, 'links').some((link) => hasAddress(link, pod.address)))
      .map((netns) => ({ host, netns })),
  );
  const stranger = holders.find((holder) => !own || !sameStack(holder, own));
  if (holders.length > 0 && !stranger) return undefined;
  return {
    words: stranger
      ? `${pod.address} is an address of ${stackName(stranger)}, too, so that it may be the one that answers`
      : `${pod.name} does not have the address ${pod.address}`,
    evidence: [
      {
        ...pod.at,
        command: ipOf(pod.at, 'ip addr'),
        found: holders.map((holder) => stackName(holder)).join(', ') || 'no interface has it',
      },
    ],
  };
}

function stackOf(state: NetworkState, { at }: Pod): Stack | undefined {
  const netns = findNamespace(state, at.host, at.netns);
  return netns && { host: at.host, netns };
}

/** The command that shows the end of the way to whoever sits at that host. */
function atTheEnd({ at }: Extract<Path, { arrives: false }>, address: string): Evidence {
  const { name } = at.netns;
  const route = lookUp(need(at.netns, 'routes'), address);
  const where = { host: at.host, ...(name ? { netns: name } : {}) };
  return {
    ...where,
    command: ipOf(where, `ip route get ${address}`),
    found: route ? routeLine(route) : 'no route',
  };
}

function dropsForwarded({ netns }: Stack): boolean {
  const forwards = netns.sysctls?.['net.ipv4.ip_forward'] === '1';
  const chain = netns.iptables?.tables.filter?.find(({ name }) => name === 'FORWARD');
  return forwards && chain?.policy === 'DROP';
}
