/**
 * A snapshot: what a lab holds at one moment, to be held against another moment's. `exact` is for two moments of one
 * sandbox; `general` for two sandboxes, in which PIDs, MAC addresses and inodes differ anyhow.
 */
import { createHash } from 'node:crypto';
import { labelledText } from '../../checks/network/state/labels.ts';
import { type Compared, normalise } from '../../checks/network/state/normalise.ts';
import type { Lab } from '../session/lab.ts';
import { readShell, type ShellSnapshot } from './shell-snapshot.ts';

/** `lasting`: without what traffic leaves behind (learned entries, counters, connections). `all`: with it. */
export type SnapshotDepth = 'lasting' | 'all';

export interface Snapshot {
  readonly lasting: { readonly exact: string; readonly general: string };
  readonly all: { readonly exact: string; readonly general: string };
  readonly shells: readonly ShellSnapshot[];
}

/** Files that a learner can write, with type, mode, owner, target and content; not the history of our own shells. */
const FILES = String.raw`
look() { find /etc /root /run /srv /tmp /var -xdev ! -path /root/.bash_history "$@" 2>/dev/null; }
look -printf '%y %m %U:%G %p %l\n' | sort
look -type f -print0 | sort -z | xargs -0r sha256sum 2>/dev/null
`;

export async function takeSnapshot(lab: Lab): Promise<Snapshot> {
  const shells: ShellSnapshot[] = [];
  const files: Record<string, string> = {};
  for (const host of lab.hosts) {
    const { stdout } = await lab.sandbox.exec(host, ['sh', '-c', FILES]);
    files[host] = stdout;
    shells.push(await readShell(await lab.session(host)));
  }
  const { state } = await lab.observe('full');
  const of = (depth: SnapshotDepth) => {
    const network = (sandbox: Compared['sandbox']) =>
      normalise(state, { depth: 'full', traffic: depth === 'all', sandbox });
    return {
      exact: digest([JSON.stringify(files), ...network('same')].join('\n')),
      general: digest([labelledText(steadyFiles(files)), ...network('another')].join('\n')),
    };
  };
  return { lasting: of('lasting'), all: of('all'), shells };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What a program logs has its own times and PIDs in each sandbox: of logs only the names count. */
function steadyFiles(files: Readonly<Record<string, string>>): unknown {
  return Object.values(files).map((text) =>
    text.split('\n').filter((line) => !/^[0-9a-f]{64} .*(\/tmp\/|\/var\/log\/|\.log$)/.test(line)),
  );
}
