/** What ssh, sudo and a machine complain of, in a reader's words and with the remedy. Pure. */
import { SandboxError } from '../../errors.ts';
import { SSH, shellQuote, type Target } from './ssh-command.ts';

export interface Ending {
  readonly target: Target;
  /** The last of what ssh and the other side wrote to error output. */
  readonly complaint: string;
  /** ssh's status: 255 for its own troubles, else that of the command there; null by a signal. */
  readonly status: number | null;
}

interface Known {
  readonly words: RegExp;
  readonly what: (target: Target, words: RegExpExecArray) => string;
  readonly remedy: (target: Target) => string;
}

const tryIt = ({ config, alias }: Target): string => `ssh -F ${shellQuote(config)} ${shellQuote(alias)} true`;
const SUDOERS = "echo 'USER ALL=(ALL) NOPASSWD:ALL' > /etc/sudoers.d/wirebook";

/** The first that fits is said. */
const KNOWN: readonly Known[] = [
  {
    words: /UNPROTECTED PRIVATE KEY FILE[\s\S]*?for '(.+?)' are too open/,
    what: (_, [, file]) => `ssh ignores the key ${file}: others may read it`,
    remedy: () => 'chmod 600 on that file',
  },
  {
    words: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    what: ({ shown }) => `${shown} shows another host key than it did before`,
    remedy: () => 'if the machine was rebuilt, remove its old key: ssh-keygen -R <address>',
  },
  {
    words: /Host key verification failed|No .* host key is known/,
    what: ({ shown }) => `the host key of ${shown} is not known here`,
    remedy: () =>
      'log in once by hand and accept it, or name a file with it as `knownHosts` in the inventory',
  },
  {
    words: /Permission denied \(([^)]*)\)|Too many authentication failures/,
    what: ({ shown }) => `${shown} takes none of our keys`,
    remedy: () =>
      'name the right `identityFile` and `user` in the inventory, or add the key there: ssh-copy-id -i <key>.pub <user>@<address>',
  },
  {
    words: /Could not resolve hostname (\S+?):/,
    what: (_, [, name]) => `there is no machine with the name ${name}`,
    remedy: () => 'correct `address` (or `host`) in the inventory',
  },
  {
    words: /Connection refused|Connection reset by peer|kex_exchange_identification/,
    what: ({ shown }) => `no ssh server answers at ${shown}`,
    remedy: () => 'start it there (sudo systemctl start ssh), or correct `port` in the inventory',
  },
  {
    words: /timed out|No route to host|Network is unreachable|Host is down/,
    what: ({ shown }) => `${shown} cannot be reached`,
    remedy: () => 'is the machine running, and its address right?',
  },
  {
    words:
      /sudo: .*(password is required|terminal is required|no tty)|is not in the sudoers|may not run sudo/,
    what: ({ shown }) => `the user of ${shown} may not become root without a password`,
    remedy: () => `as root there: ${SUDOERS}; or log in as root`,
  },
  {
    words: /sudo: .*not found|sudo: No such file|sudo: Permission denied/,
    what: ({ shown }) => `the user of ${shown} is not root, and there is no sudo`,
    remedy: () => `as root there: apt-get install -y sudo && ${SUDOERS}; or log in as root`,
  },
  {
    words: /perl: .*(not found|No such file)/,
    what: ({ shown }) => `${shown} has no perl`,
    remedy: () => 'sudo apt-get install -y perl-base (there)',
  },
  {
    words: /This account is currently not available|nologin/,
    what: ({ shown }) => `the account of ${shown} allows no commands`,
    remedy: () => 'log in as another user',
  },
  {
    words: /ssh ENOENT/,
    what: () => `${SSH} is not installed here`,
    remedy: () => 'sudo apt-get install -y openssh-client',
  },
  {
    words:
      /Bad configuration option|Unsupported option|terminating, \d+ bad configuration|Can't open user config file/,
    what: (_, { input }) => `ssh cannot read its configuration: ${lastLine(input)}`,
    remedy: () => 'correct the file that `sshConfig` names',
  },
  {
    words: /unix_listener: .*(too long|cannot bind)|ControlPath too long/,
    what: (_, { input }) => `ssh cannot make its socket: ${lastLine(input)}`,
    remedy: () => 'set TMPDIR to a directory with a short name and room in it',
  },
];

/** No connection came about. */
export function connectTrouble({ target, complaint, status }: Ending): SandboxError {
  for (const { words, what, remedy } of KNOWN) {
    const found = words.exec(complaint);
    if (found) return new SandboxError(`${target.name}: ${what(target, found)}`, { remedy: remedy(target) });
  }
  const said = lastLine(complaint) || (status === null ? 'ssh was ended' : `ssh ended with status ${status}`);
  return new SandboxError(`${target.name}: no connection to ${target.shown}: ${said}`, {
    remedy: tryIt(target),
  });
}

/** A connection that there was has ended. */
export function lostTrouble({ target, complaint }: Ending): SandboxError {
  const said = lastLine(complaint);
  return new SandboxError(`the connection to ${target.name} was lost${said ? `: ${said}` : ''}`, {
    remedy: `is the machine ${target.name} still running? Its part of the sandbox has ended; start again`,
  });
}

/** What the agent refused, with a remedy where there is one. */
export function refusal(error: unknown, name: string): SandboxError {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = remedyOf(message, name);
  return new SandboxError(message, { ...(remedy === undefined ? {} : { remedy }), cause: error });
}

function remedyOf(message: string, name: string): string | undefined {
  if (/No space left on device/.test(message)) return `make room in /run on ${name} (df -h /run)`;
  if (/in use by (wb-\w+)/.test(message)) {
    const id = /in use by (wb-\w+)/.exec(message)?.[1];
    return `wait until it is over, or end it: npx wirebook down --sandbox <this one> ${id}`;
  }
  if (/cannot be had as the wire/.test(message))
    return `on ${name} that card must be free: no bridge's port, no macvlan on it; and its kernel needs macvlan (sudo modprobe macvlan)`;
  return undefined;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
