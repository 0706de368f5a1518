/** Lines `/proc/sys/...:VALUE` (as `grep -H` prints them) -> kernel settings by key, as `sysctl` writes keys. */
import { excerpt, UnreadableOutput } from './unreadable.ts';

const LINE = /^\/proc\/sys\/([^:]+):(.*)$/;

/**
 * In a key the path's slashes become dots, and dots of a device name become slashes: eth0.5 is `eth0/5` (sysctl.d(5)).
 * Runs of white space in a value become one space.
 * @throws UnreadableOutput
 */
export function parseSysctls(text: string): Record<string, string> {
  const sysctls: Record<string, string> = {};
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, path, value = ''] = LINE.exec(line) ?? [];
    if (path === undefined) throw new UnreadableOutput('sysctl', excerpt(line));
    const key = path.replace(/[/.]/g, (mark) => (mark === '/' ? '.' : '/'));
    sysctls[key] = value.trim().replace(/\s+/g, ' ');
  }
  if (Object.keys(sysctls).length === 0) throw new UnreadableOutput('sysctl', 'nothing was printed');
  return sysctls;
}
