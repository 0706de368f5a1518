/** The ssh configuration of one machine, the only one that is read for it (ssh_config(5)). Pure. */
import { userInfo } from 'node:os';
import type { Access } from './inventory.ts';

/** What we need whatever the reader's configuration says: the first value of a key is the one that counts. */
const OURS = [
  'BatchMode yes',
  'LogLevel ERROR',
  'ConnectTimeout 15',
  // A machine that died without a word is noticed within half a minute.
  'ServerAliveInterval 10',
  'ServerAliveCountMax 3',
  'ControlPersist no',
  'EscapeChar none',
  'ForwardAgent no',
  'ForwardX11 no',
  'ClearAllForwardings yes',
  'PermitLocalCommand no',
  'RequestTTY auto',
  'RemoteCommand none',
  'Compression no',
] as const;

/** Name of a machine of which we have the address. */
const PLAIN_ALIAS = 'lab-host';

export const aliasOf = (access: Access): string => ('host' in access ? access.host : PLAIN_ALIAS);

export function sshConfig(access: Access): string {
  const lines = ['Host *', ...OURS.map((line) => `  ${line}`)];
  if ('host' in access) lines.push('Match all', `  Include "${access.sshConfig}"`);
  else {
    lines.push(`Host ${PLAIN_ALIAS}`, `  HostName ${access.address}`);
    if (access.user !== undefined) lines.push(`  User ${access.user}`);
    if (access.port !== undefined) lines.push(`  Port ${access.port}`);
    if (access.identityFile !== undefined)
      lines.push(`  IdentityFile "${access.identityFile}"`, '  IdentitiesOnly yes');
    if (access.knownHosts !== undefined)
      lines.push(
        `  UserKnownHostsFile "${access.knownHosts}"`,
        '  GlobalKnownHostsFile none',
        '  StrictHostKeyChecking yes',
      );
  }
  return `${lines.join('\n')}\n`;
}

/** For messages. */
export function shownAccess(access: Access): string {
  if ('host' in access) return `${access.host} (${access.sshConfig})`;
  return `${access.user ?? userInfo().username}@${access.address}${access.port === undefined ? '' : ` port ${access.port}`}`;
}
