import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { masterArguments, shellArguments, shellQuote } from './ssh-command.ts';
import { aliasOf, shownAccess, sshConfig } from './ssh-config.ts';

const target = { name: 'worker', alias: 'w', config: '/x/1.conf', socket: '/x/1', shown: 'w' };

test('the master reads one configuration, and no forwarding or terminal is asked for', () => {
  expect(masterArguments(target)).toEqual([
    '-F',
    '/x/1.conf',
    '-o',
    'ControlMaster=yes',
    '-o',
    'ControlPath=/x/1',
    '-T',
    'w',
  ]);
});

test('a shell goes through the master or not at all', () => {
  const args = shellArguments(target, ['bash']);
  expect(args).toEqual(expect.arrayContaining(['ControlMaster=no', 'ProxyCommand=/bin/false', '-tt']));
});

/** The command line as any login shell there would read it. */
function words(argv: readonly string[]): string[] {
  const line = shellArguments(target, ['printf', '%s\\0', ...argv]).at(-1) ?? '';
  const out = execFileSync('sh', ['-c', line.replace('[ "$(id -u)" = 0 ]', 'true')], { encoding: 'utf8' });
  return out.split('\0').slice(0, -1);
}

test.each([[['a b', '$HOME', '', "it's", '*', '`id`']], [['é→\n', '"', '\\', '!!', '~']]])(
  'words arrive as they are: %j',
  (argv) => {
    expect(words(argv)).toEqual(argv);
  },
);

test('plain words stay readable', () => {
  expect(shellQuote('/usr/bin/perl')).toBe('/usr/bin/perl');
  expect(shellQuote("it's")).toBe("'it'\\''s'");
});

test('a machine by its address', () => {
  const access = {
    address: '10.0.0.3',
    user: 'ann',
    port: 2222,
    identityFile: '/k/id',
    knownHosts: '/k/known',
  };
  expect(sshConfig(access).split('\n')).toEqual(
    expect.arrayContaining([
      '  BatchMode yes',
      'Host lab-host',
      '  HostName 10.0.0.3',
      '  User ann',
      '  Port 2222',
      '  IdentityFile "/k/id"',
      '  IdentitiesOnly yes',
      '  UserKnownHostsFile "/k/known"',
    ]),
  );
  expect(aliasOf(access)).toBe('lab-host');
  expect(shownAccess(access)).toBe('ann@10.0.0.3 port 2222');
});

test('a machine by its name: our words come first, since ssh takes the first value', () => {
  const access = { host: 'w', sshConfig: '/home/ann/.ssh/config' };
  const text = sshConfig(access);
  expect(text.indexOf('BatchMode yes')).toBeLessThan(text.indexOf('Include "/home/ann/.ssh/config"'));
  expect(aliasOf(access)).toBe('w');
  expect(shownAccess(access)).toBe('w (/home/ann/.ssh/config)');
});
