/**
 * Source ports that conntrack still remembers, so that a load run can take others. A connection from such a port may
 * count wrongly. An open flow (the lost SYN of a wrong attempt stays for two minutes, nf_conntrack_tcp_timeout_syn_sent)
 * takes the new SYN for its own, and no rule is asked. A flow that is over, but still in TIME_WAIT at the endpoint, even
 * through another service: the endpoint may answer the SYN with a bare ACK (RFC 9293, 3.10.7.4), the client resets and
 * sends its SYN again, and the rules decide, and count, twice.
 */
import type { Origin } from '../../../../checks/probes/origin.ts';
import type { HostAccess } from '../../../sandbox/driver.ts';
import { GeneratorFailed, runHidden } from '../support/hidden.ts';

const DEADLINE_MS = 5_000;

/** Ports of one source address. `open` must not be used; `over` only when there are no others. */
export interface RememberedPorts {
  readonly open: readonly number[];
  readonly over: readonly number[];
}

/** By source address. Without the conntrack tool nothing is known, and nothing remembered. */
export async function rememberedPorts(
  sandbox: HostAccess,
  origins: readonly Origin[],
): Promise<Readonly<Record<string, RememberedPorts>>> {
  const places = [
    ...new Map(origins.map((origin) => [`${origin.host} ${origin.netns ?? ''}`, origin])).values(),
  ];
  const lists = await Promise.all(
    places.map((origin) =>
      runHidden(sandbox, origin, ['conntrack', '-L', '-p', 'tcp'], '', DEADLINE_MS).catch(
        (thrown: unknown) => {
          if (thrown instanceof GeneratorFailed) return '';
          throw thrown;
        },
      ),
    ),
  );
  return portsBySource(lists.join(''));
}

/**
 * A line of `conntrack -L`: the addresses and ports of the original direction, then those of the replies. What replies are
 * sent to is where the flow seems to come from for its endpoint: another port when NAT had to give it one.
 */
const FLOW =
  / ([A-Z_0-9]+) src=(\S+) dst=\S+ sport=(\d+) dport=\d+ .*?src=\S+ dst=(\S+) sport=\d+ dport=(\d+) /;

export function portsBySource(list: string): Readonly<Record<string, RememberedPorts>> {
  const found: Record<string, { open: number[]; over: number[] }> = {};
  for (const line of list.split('\n')) {
    const [, state = '', source = '', port, seen = '', seenPort] = FLOW.exec(line) ?? [];
    if (port === undefined) continue;
    const kind = state === 'TIME_WAIT' || state === 'CLOSE' ? 'over' : 'open';
    const remember = (address: string, number: number) => {
      found[address] ??= { open: [], over: [] };
      found[address][kind].push(number);
    };
    remember(source, Number(port));
    if (seen !== source || seenPort !== port) remember(seen, Number(seenPort));
  }
  return found;
}
