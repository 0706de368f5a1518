/** Bash that the reverts of several kinds share. Knows no kind. */

interface Place {
  readonly netns?: string | undefined;
}

/** In single quotes for bash. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `ip`, or another program that takes `-n`, within the check's namespace. */
export function ipIn({ netns }: Place, program: 'ip' | 'bridge' = 'ip'): string {
  return netns === undefined ? program : `${program} -n ${quoted(netns)}`;
}

/** What stands before a command to run it within the check's namespace. */
export function inside({ netns }: Place): string {
  return netns === undefined ? '' : `ip netns exec ${quoted(netns)} `;
}

/** Ends whatever listens on the port, and waits until nothing does: as long as the sandbox's `exec` lets it. */
export function silence(place: Place, port: number, protocol: 'tcp' | 'udp' = 'tcp'): string {
  const option = protocol === 'udp' ? '-Hlunp' : '-Hltnp';
  const look = `${inside(place)}ss ${option} 'sport = :${port}'`;
  return `while true; do
  pids=$(${look} | grep -oE 'pid=[0-9]+' | cut -d= -f2 | sort -u)
  [ -z "$pids" ] && exit 0
  kill -KILL $pids 2>/dev/null
  sleep 0.1
done`;
}

/**
 * No path to the address any more, from where the check asks. For one of its own, routes of the table main are not asked.
 * @returns undefined when it is no IPv4 address
 */
export function cutOff(place: Place, address: string): string | undefined {
  if (!/^\d+(\.\d+){3}$/.test(address)) return undefined;
  return `if ${ipIn(place)} route get ${address} | grep -q '^local'; then
  ${inside(place)}iptables -t raw -I OUTPUT -d ${address} -j DROP
else
  ${ipIn(place)} route replace unreachable ${address}/32
fi`;
}

/** The server of the URL is not reached any more; undefined when its host is a name. */
export function cutOffUrl(place: Place, url: string): string | undefined {
  const { hostname, port } = new URL(url);
  if (hostname === 'localhost' || hostname.startsWith('127.')) return silence(place, Number(port || 80));
  return cutOff(place, hostname);
}

interface Listed {
  readonly host?: string | undefined;
  readonly netns?: string | undefined;
  readonly address: string;
}

/** What is done on the check's host to the first pod's path to the second; undefined where that pod is on another host. */
export function firstPair(
  { host, pods }: { readonly host: string; readonly pods: readonly Listed[] },
  script: (from: Place, to: string) => string | undefined,
): string | undefined {
  const [from, to] = pods;
  return from && to && (from.host ?? host) === host ? script(from, to.address) : undefined;
}
