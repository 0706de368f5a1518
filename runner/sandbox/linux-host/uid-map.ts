/**
 * Which ids a sandbox runs with: three maps, one code path. Pure: facts in, maps out. Knows no processes.
 *
 * root:   already root; mapped to an unused high range, so that nothing in the lab is the machine's root.
 * range:  newuidmap(1) with the user's line in /etc/subuid; all of a lab's tools work.
 * single: one id only; the lab's root is the user's own uid, and what needs a second id fails.
 */
export const UID_MAP_MODES = ['root', 'range', 'single'] as const;
export type UidMapMode = (typeof UID_MAP_MODES)[number];

export interface IdFacts {
  readonly uid: number;
  readonly gid: number;
  readonly user: string;
  /** Contents of /etc/subuid and /etc/subgid; empty when absent. */
  readonly subuid: string;
  readonly subgid: string;
  /** Is newuidmap (package uidmap) on PATH? */
  readonly newuidmap: boolean;
}

export interface UidMap {
  readonly mode: UidMapMode;
  /** `proc`: one write to /proc/PID/uid_map. `newuidmap`: its arguments after the pid. */
  readonly writer: 'proc' | 'newuidmap';
  readonly uid: string;
  readonly gid: string;
}

/** First id of the first map of real root: far above what distributions and newuidmap's defaults hand out. */
const ROOT_BASE = 1_000_000_000;
/** How many such maps there is room for below 2^31, from where on some programs take ids for negative. */
export const ROOT_MAPS = 16_384;
/** 0..65536: the outer root, and 65,536 ids for the hosts (nobody = 65534 must exist, e.g. for dnsmasq). */
const IDS = 65_537;

/** The first range of at least 65,536 ids that /etc/subuid or /etc/subgid (subuid(5)) gives to a user. */
export function subordinateRange(
  file: string,
  user: string,
  uid: number,
): { start: number; count: number } | undefined {
  for (const line of file.split('\n')) {
    const [owner, start, count] = line.trim().split(':');
    if (owner !== user && owner !== String(uid)) continue;
    const range = { start: Number(start), count: Number(count) };
    if (Number.isInteger(range.start) && range.count >= IDS - 1) return range;
  }
  return undefined;
}

/** The best mode that these facts allow. */
export function chooseMode(facts: IdFacts): UidMapMode {
  if (facts.uid === 0) return 'root';
  const ranges =
    subordinateRange(facts.subuid, facts.user, facts.uid) &&
    subordinateRange(facts.subgid, facts.user, facts.uid);
  return facts.newuidmap && ranges ? 'range' : 'single';
}

/**
 * The maps of the outer user namespace. Throws an Error that says what is missing for the mode.
 * @param which of real root's maps, 0 to ROOT_MAPS - 1. The kernel counts processes, pipes, inotify instances and more by
 *   id, so labs with ids of their own take nothing from each other; an ordinary user has ids for one lab, which all share.
 */
export function uidMap(mode: UidMapMode, facts: IdFacts, which = 0): UidMap {
  if (mode === 'single') {
    return { mode, writer: 'proc', uid: `0 ${facts.uid} 1`, gid: `0 ${facts.gid} 1` };
  }
  if (mode === 'root') {
    if (facts.uid !== 0) throw new Error('uid map root: this process is not root');
    const ids = `0 ${ROOT_BASE + which * IDS} ${IDS}`;
    return { mode, writer: 'proc', uid: ids, gid: ids };
  }
  if (!facts.newuidmap) throw new Error('uid map range: newuidmap is not on PATH (package uidmap)');
  const uids = subordinateRange(facts.subuid, facts.user, facts.uid);
  const gids = subordinateRange(facts.subgid, facts.user, facts.uid);
  if (!uids || !gids) {
    throw new Error(`uid map range: no line for ${facts.user} in /etc/${uids ? 'subgid' : 'subuid'}`);
  }
  return {
    mode,
    writer: 'newuidmap',
    uid: `0 ${facts.uid} 1 1 ${uids.start} ${IDS - 1}`,
    gid: `0 ${facts.gid} 1 1 ${gids.start} ${IDS - 1}`,
  };
}
