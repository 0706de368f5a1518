/**
 * Source ports whose flows to a service conntrack still remembers. A new connection from such a port may be taken for
 * the old flow and sent where that one went: a lost SYN of a wrong attempt stays for two minutes
 * (nf_conntrack_tcp_timeout_syn_sent) and would make the right solution lose connections, too.
 */
import type { Origin } from '../../../checks/probe.ts';
import type { Sandbox } from '../../sandbox/driver.ts';
import { GeneratorFailed, runHidden } from './generator.ts';

const DEADLINE_MS = 5_000;

/** Without the conntrack tool nothing is known, and nothing busy. */
export async function busyPorts(
  sandbox: Pick<Sandbox, 'open' | 'topology'>,
  origins: readonly Origin[],
  address: string,
  port: number,
): Promise<readonly number[]> {
  const hosts = [
    ...new Map(origins.map((origin) => [`${origin.host} ${origin.netns ?? ''}`, origin])).values(),
  ];
  const argv = ['conntrack', '-L', '-p', 'tcp', '--orig-dst', address, '--dport', String(port)];
  const lists = await Promise.all(
    hosts.map((origin) =>
      runHidden(sandbox, origin, argv, '', DEADLINE_MS).catch((thrown: unknown) => {
        if (thrown instanceof GeneratorFailed) return '';
        throw thrown;
      }),
    ),
  );
  return [...new Set(lists.flatMap(portsOf))];
}

/**
 * The first `sport=` of each line of `conntrack -L` is that of the original direction. A flow that is over does not count:
 * a new SYN ends its entry and is looked at anew (nf_conntrack_tcp_packet, "attempt to reopen a closed/aborted connection").
 */
export function portsOf(list: string): readonly number[] {
  return list.split('\n').flatMap((line) => {
    if (/ (TIME_WAIT|CLOSE) src=/.test(line)) return [];
    const port = /\bsport=(\d+)/.exec(line)?.[1];
    return port === undefined ? [] : [Number(port)];
  });
}
