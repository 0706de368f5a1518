/** What a long-lived shell keeps from one step to the next, and whether two moments of it are one to the steps that follow. */
import { randomUUID } from 'node:crypto';
import { SandboxError } from '../errors.ts';
import type { TerminalSession } from '../terminal/session.ts';

export interface ShellSnapshot {
  /** Variables and functions by name, as the shell prints them. */
  readonly named: ReadonlyMap<string, string>;
  /** Options, aliases, traps, mask and directory. */
  readonly settings: string;
}

/** Read by a step, since only the shell itself knows; base64, so that the terminal's width does not matter. */
const READ = `{ declare -p; echo '#functions'; declare -f; echo '#settings'; alias; shopt -p; set +o; pwd; umask; trap; } 2>/dev/null | base64 -w0\n`;

export async function readShell(session: TerminalSession): Promise<ShellSnapshot> {
  const run = await session.run({ id: randomUUID(), step: 'snapshot', command: READ, timeoutMs: 10_000 });
  if (run.outcome !== 'ran') throw new SandboxError(`The shell of ${session.host} could not be read.`);
  return parseShellSnapshot(Buffer.from(run.output.replace(/\s/g, ''), 'base64').toString());
}

/** Variables that move by themselves. */
const MOVING =
  /^(_|BASH_\w*|BASHPID|EPOCH\w*|LINENO|PIPESTATUS|PPID|S?RANDOM|SECONDS|HISTCMD|COLUMNS|LINES)$/;

/** Pure. */
export function parseShellSnapshot(text: string): ShellSnapshot {
  const [variables = '', rest = ''] = cut(text, '\n#functions\n');
  const [functions = '', settings = ''] = cut(`\n${rest}`, '\n#settings\n');
  const named = new Map<string, string>();
  for (const entry of variables.split(/\n(?=declare -)/)) {
    const name = /^declare -\S+ (\w+)/.exec(entry)?.[1];
    if (name !== undefined && !MOVING.test(name)) named.set(name, entry);
  }
  for (const entry of functions.split(/\n(?=\S+ \(\) \n\{)/)) {
    const name = /^\s*(\S+) \(\)/.exec(entry)?.[1];
    if (name !== undefined) named.set(`${name}()`, entry.trim());
  }
  return { named, settings };
}

function cut(text: string, at: string): string[] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + at.length)];
}

/**
 * Whether commands that follow are likely to see a difference: in settings, exported variables, and variables and
 * functions that they use before they set them. By their text alone, so whoever relies on it looks at what comes out. Pure.
 * @param following the text of the steps that come after both moments
 */
export function sameShell(one: ShellSnapshot, other: ShellSnapshot, following: string): boolean {
  if (one.settings !== other.settings) return false;
  const names = new Set([...one.named.keys(), ...other.named.keys()]);
  return [...names].every((name) => {
    const [a, b] = [one.named.get(name), other.named.get(name)];
    return a === b || !(exported(a) || exported(b) || uses(following, name));
  });
}

function exported(entry: string | undefined): boolean {
  return /^declare -\w*x/.test(entry ?? '');
}

function uses(text: string, name: string): boolean {
  const plain = name.replace('()', '').replace(/[^\w]/g, '\\$&');
  if (name.endsWith('()')) {
    // As the first word of a command.
    return new RegExp(
      `(?:^|[;&|(){!\`]|\\b(?:do|then|else|if|while|until)\\s)\\s*${plain}(?![\\w.=-])`,
      'm',
    ).test(text);
  }
  const used = text.search(
    new RegExp(
      `\\$\\{?[#!]?${plain}\\b|\\b${plain}(?:\\[|\\+=)|\\(\\([^\\n]*\\b${plain}\\b|\\b(?:export|unset|let|declare|test -v|-v)\\s[^\\n;]*\\b${plain}\\b`,
    ),
  );
  const set = text.search(new RegExp(`(?:^|[\\s;&|(])(?:${plain}=|for\\s+${plain}\\s+in\\b)`, 'm'));
  return used >= 0 && (set < 0 || used < set);
}
