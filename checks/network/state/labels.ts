/** What a sandbox holds as a text that another sandbox in the same state gives as well: names in place of what each draws by itself. Pure. */

const PIDS = new Set(['pid', 'ppid', 'pids']);
const INODES = new Set(['inode', 'peerNamespace']);
const INDEXES = new Set(['ifindex', 'peerIfindex', 'peerNetnsid']);

/**
 * What the kernel numbers by itself gets a label in the order in which it comes: who is whose stays to be seen.
 * @param held plain data of NetworkState, in its own order
 */
export function labelledText(held: unknown): string {
  const labels = new Map<string, Map<unknown, string>>();
  const label = (kind: string, value: unknown): string => {
    const known = labels.get(kind) ?? new Map<unknown, string>();
    labels.set(kind, known);
    const own = known.get(value) ?? `<${kind} ${known.size}>`;
    known.set(value, own);
    return own;
  };
  const labelAll = (kind: string, value: unknown): unknown =>
    Array.isArray(value) ? value.map((one) => label(kind, one)) : label(kind, value);
  const text = JSON.stringify(held, (key, value: unknown) => {
    if (typeof value === 'string' || value === undefined || value === null) return value;
    if (PIDS.has(key)) return labelAll('pid', value);
    if (INODES.has(key)) return labelAll('inode', value);
    // An index means something within one namespace only, and there is the name.
    if (INDEXES.has(key)) return '<index>';
    // Of a process: kind of namespace -> inode. (Of a host it is the list of its network namespaces.)
    if (key === 'namespaces' && !Array.isArray(value)) {
      return Object.entries(value).map(([kind, inode]) => [kind, labelAll('inode', inode)]);
    }
    return value;
  });
  return (
    text
      // Drawn by chance; a bridge takes the lowest of its ports', so that even who has whose is chance. In a bridge's id
      // the kernel prints no leading zeros.
      .replace(/\b[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}\b/g, '<mac>')
      .replace(/\bfe80::[0-9a-f:]+/g, '<link-local>')
      // Files that our own shells read have names drawn for each shell.
      .replace(/\/\.lab\/steps\/[\w.-]+/g, '<ours>')
  );
}
