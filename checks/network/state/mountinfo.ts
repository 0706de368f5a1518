/** /proc/PID/mountinfo (proc(5)) -> mounts: where, and of which type. */
import type { Mount } from './network-state.ts';
import { excerpt, UnreadableOutput } from './unreadable.ts';

/** id parent major:minor root POINT options [fields...] - TYPE source options */
const LINE = /^\d+ \d+ \d+:\d+ \S+ (\S+) .* - (\S+) /;

/** @throws UnreadableOutput also when there is no line: every mount namespace has a root. */
export function parseMounts(text: string): Mount[] {
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length === 0) throw new UnreadableOutput('mountinfo', excerpt(text));
  return lines.map((line) => {
    const [, point, type] = LINE.exec(line) ?? [];
    if (point === undefined || type === undefined) throw new UnreadableOutput('mountinfo', excerpt(line));
    // White space and backslashes are written in octal.
    return {
      point: point.replace(/\\([0-7]{3})/g, (_, code) => String.fromCharCode(parseInt(code, 8))),
      type,
    };
  });
}
