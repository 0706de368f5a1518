/** `ss -lntuHp` (iproute2) -> listening TCP and bound UDP sockets with the processes that hold them. */
import type { ListeningSocket } from './network-state.ts';
import { excerpt, UnreadableOutput } from './unreadable.ts';

const TOOL = 'ss -lntuHp';

/** Netid State Recv-Q Send-Q Local:Port Peer:Port [users:(...)] */
const LINE = /^(tcp|udp)\s+(?:LISTEN|UNCONN)\s+\d+\s+\d+\s+(\S+):(\d+)\s+\S+:\*\s*(?:users:\((.*)\))?\s*.*$/;
const USER = /\("((?:[^"\\]|\\.)*)",pid=(\d+),fd=\d+\)/g;

/** @throws UnreadableOutput */
export function parseSs(text: string): ListeningSocket[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, protocol, address = '', port, users = ''] = LINE.exec(line) ?? [];
      if (protocol !== 'tcp' && protocol !== 'udp') throw new UnreadableOutput(TOOL, excerpt(line));
      return { protocol, address: plain(address), port: Number(port), processes: processes(users) };
    });
}

/** `[::1]` -> `::1`; `10.0.0.2%eth0` -> `10.0.0.2`. */
function plain(address: string): string {
  return address.replace(/%[^\]]*/, '').replace(/^\[(.*)\]$/, '$1');
}

/** One entry a process, however many descriptors it holds. */
function processes(users: string): ListeningSocket['processes'] {
  const byPid = new Map<number, string>();
  for (const [, name = '', pid] of users.matchAll(USER)) byPid.set(Number(pid), name);
  return [...byPid].map(([pid, name]) => ({ name, pid }));
}
