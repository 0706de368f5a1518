import { expect, test } from 'vitest';
import { EXIT, SandboxError } from '../../errors.ts';
import { connectTrouble, lostTrouble, refusal } from './troubles.ts';

const target = {
  name: 'worker',
  alias: 'w',
  config: '/run/x/1.conf',
  socket: '/run/x/1',
  shown: 'ann@10.0.0.3',
};

/** Real complaints of OpenSSH 9.2, sudo 1.9 and dash. */
const COMPLAINTS: readonly [complaint: string, status: number, found: RegExp, remedy: RegExp][] = [
  [
    'ann@10.0.0.3: Permission denied (publickey).',
    255,
    /ann@10\.0\.0\.3 takes none of our keys/,
    /ssh-copy-id/,
  ],
  [
    'No ED25519 host key is known for lab and you have requested strict checking.\nHost key verification failed.',
    255,
    /host key .* is not known/,
    /knownHosts/,
  ],
  [
    '@@@\n@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\n@@@\nHost key verification failed.',
    255,
    /another host key/,
    /ssh-keygen -R/,
  ],
  [
    "@ WARNING: UNPROTECTED PRIVATE KEY FILE! @\nPermissions 0644 for '/k/id' are too open.\nann@10.0.0.3: Permission denied (publickey).",
    255,
    /\/k\/id: others may read it/,
    /chmod 600/,
  ],
  [
    'ssh: Could not resolve hostname nowhere: Name or service not known',
    255,
    /no machine with the name nowhere/,
    /`address`/,
  ],
  [
    'ssh: connect to host 10.0.0.3 port 22: Connection refused',
    255,
    /no ssh server answers/,
    /systemctl start ssh/,
  ],
  ['ssh: connect to host 10.0.0.3 port 22: No route to host', 255, /cannot be reached/, /running/],
  ['ssh: connect to host 10.0.0.3 port 22: Connection timed out', 255, /cannot be reached/, /running/],
  ['sudo: a password is required', 1, /may not become root without a password/, /NOPASSWD/],
  ['ann is not in the sudoers file.', 1, /may not become root/, /NOPASSWD/],
  ['sh: 1: exec: sudo: not found', 127, /there is no sudo/, /apt-get install -y sudo/],
  ['sh: 1: exec: /usr/bin/perl: not found', 127, /has no perl/, /perl-base/],
  ['spawn /usr/bin/ssh ENOENT', 255, /not installed here/, /openssh-client/],
  [
    "Can't open user config file /x: No such file or directory",
    255,
    /configuration: Can't open/,
    /sshConfig/,
  ],
  [
    'something new',
    255,
    /no connection to ann@10\.0\.0\.3: something new/,
    /ssh -F \/run\/x\/1\.conf w true/,
  ],
  ['', 7, /ssh ended with status 7/, /ssh -F/],
];

test.each(COMPLAINTS)('%s', (complaint, status, found, remedy) => {
  const error = connectTrouble({ target, complaint, status });
  expect(error).toBeInstanceOf(SandboxError);
  expect(error.exit).toBe(EXIT.sandbox);
  expect(error.message).toMatch(found);
  expect(error.message).toMatch(/^worker: /);
  expect(error.remedy).toMatch(remedy);
});

test('a lost connection says which and what ssh said last', () => {
  const error = lostTrouble({
    target,
    complaint: 'a\nTimeout, server 10.0.0.3 not responding.',
    status: 255,
  });
  expect(error.message).toBe('the connection to worker was lost: Timeout, server 10.0.0.3 not responding.');
  expect(error.remedy).toMatch(/worker still running/);
});

test.each([
  ['worker: /run/wirebook/wb-1: No space left on device', /df -h \/run/],
  [
    'worker: in use by wb-0123456789 (chapter 04, of ann on desk, since now)',
    /wirebook down .* wb-0123456789$/,
  ],
  ['worker: eth1 cannot be had as the wire between the machines: ip: RTNETLINK answers', /macvlan/],
])('%s has a remedy', (message, remedy) => {
  expect(refusal(new Error(message), 'worker').remedy).toMatch(remedy);
});

test('what an agent refuses for another reason is passed on', () => {
  expect(refusal(new Error('worker: odd'), 'worker')).toMatchObject({
    message: 'worker: odd',
    remedy: undefined,
  });
});
