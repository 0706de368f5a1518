/**
 * Who owns a shell's terminal just now, read from the host's own /proc by a command on that host. Knows nothing of marks.
 * proc(5): field 8 of /proc/PID/stat is the foreground process group of the controlling terminal; /proc/PID/wchan is
 * the kernel function a process sleeps in (without a newline, so that read's status says nothing).
 */
import type { HostName, Sandbox } from '../sandbox/driver.ts';

export interface Foreground {
  /** Name of the group's leader (`vim`), absent when it could not be found. */
  readonly command?: string;
  /** The shell itself is in the foreground: it is at a prompt, or runs a builtin. */
  readonly shell: boolean;
  /** The shell waits for a key in readline, which waits in select(2) or poll(2); builtins such as `read` wait in read(2). */
  readonly editing: boolean;
}

/** $1 = the shell's pid. Prints the foreground group, the name of its leader or else of any member, and where the shell sleeps. */
const LOOK = `read -r stat < /proc/$1/stat || exit 1
set -- "$1" \${stat##*) }
shell=$1 group=$7 name= where=
read -r name < /proc/$group/comm || for file in /proc/[0-9]*/stat; do
  read -r stat < $file || continue
  set -- \${stat##*) }
  [ "$3" = "$group" ] && read -r name < \${file%stat}comm && break
done 2>/dev/null
read -r where < /proc/$shell/wchan
printf '%s\\n%s\\n%s\\n' "$group" "$name" "$where"`;

const KILL = `read -r stat < /proc/$1/stat || exit 1
set -- "$1" \${stat##*) }
kill -s KILL -- "-$7" || kill -s KILL "$1"`;

/** Field 7 of /proc/PID/stat is the terminal. The shell comes last: its end takes the pty away. */
const HANG_UP = `read -r stat < /proc/$1/stat || exit 1
shell=$1
set -- \${stat##*) }
tty=$5
for file in /proc/[0-9]*/stat; do
  read -r stat < $file || continue
  pid=\${stat%% *}
  set -- \${stat##*) }
  [ "$5" = "$tty" ] && [ "$pid" != "$shell" ] && kill -s HUP "$pid"
done 2>/dev/null
kill -s HUP "$shell"`;

/** @param shellPid as the host numbers it. Never throws: a host that does not answer has an unknown foreground. */
export async function foreground(sandbox: Sandbox, host: HostName, shellPid: number): Promise<Foreground> {
  const unknown = { shell: false, editing: false };
  try {
    const found = await sandbox.exec(host, ['sh', '-c', LOOK, 'sh', String(shellPid)], { timeoutMs: 2000 });
    const [group, command, where] = found.stdout.split('\n');
    if (found.status !== 0 || group === undefined) return unknown;
    const shell = group === String(shellPid);
    return {
      ...(command ? { command } : {}),
      shell,
      editing: shell && /select|poll/.test(where ?? ''),
    };
  } catch {
    return unknown;
  }
}

/** SIGHUP to all that has the shell's terminal: what the kernel and the shell do between them when a terminal closes. Never throws. */
export async function hangUp(sandbox: Sandbox, host: HostName, shellPid: number): Promise<void> {
  await sandbox
    .exec(host, ['sh', '-c', HANG_UP, 'sh', String(shellPid)], { timeoutMs: 2000 })
    .catch(() => undefined);
}

/** kill -9 to the foreground group, which may be the shell itself. False when the host did not do it. */
export async function killForeground(sandbox: Sandbox, host: HostName, shellPid: number): Promise<boolean> {
  try {
    const killed = await sandbox.exec(host, ['sh', '-c', KILL, 'sh', String(shellPid)], { timeoutMs: 2000 });
    return killed.status === 0;
  } catch {
    return false;
  }
}
