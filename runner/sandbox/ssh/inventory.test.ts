import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { parseInventory } from './inventory.ts';

const FILE = '/labs/inventory.yaml';

test('addresses and names, with paths relative to the file', () => {
  const inventory = parseInventory(
    `interface: 02:57:42
hosts:
  worker: { address: 10.0.0.3, user: ann, port: 2222, identityFile: keys/lab, knownHosts: ~/known }
  control-plane: { host: cp, sshConfig: /etc/lab.conf, interface: enp2s0 }
  internet: { host: net }
`,
    FILE,
  );
  expect([...inventory]).toEqual([
    [
      'worker',
      {
        access: {
          address: '10.0.0.3',
          user: 'ann',
          port: 2222,
          identityFile: '/labs/keys/lab',
          knownHosts: `${homedir()}/known`,
        },
        card: '02:57:42',
      },
    ],
    ['control-plane', { access: { host: 'cp', sshConfig: '/etc/lab.conf' }, card: 'enp2s0' }],
    ['internet', { access: { host: 'net', sshConfig: `${homedir()}/.ssh/config` }, card: '02:57:42' }],
  ]);
});

const INTERNET = 'internet: { host: net, interface: eth1 }';
/** What follows `hosts:`, and the line of its complaint with words of it. */
const BAD: readonly [name: string, text: string, complaint: RegExp][] = [
  ['no YAML', 'hosts: [', /^\/labs\/inventory\.yaml:1: bad YAML/],
  ['nothing', '', /:1: inventory: /],
  ['an unknown key', `hosts:\n  ${INTERNET}\nhost: x\n`, /:3: .*unknown argument host; did you mean hosts\?/],
  [
    'no name of a lab host',
    `hosts:\n  ${INTERNET}\n  Worker: { host: x }\n`,
    /:3: .*Worker.*lower-case letters/,
  ],
  ['no machines', 'interface: eth1\nhosts: {}\n', /:2: .*at least one machine/],
  ['no interface', `hosts:\n  ${INTERNET}\n  worker: { host: x }\n`, /:3: worker has no `interface`/],
  [
    'both address and host',
    `hosts:\n  ${INTERNET}\n  worker: { host: x, address: y, interface: eth1 }\n`,
    /:3: .*either `address`, or `host`/,
  ],
  ['neither', `hosts:\n  ${INTERNET}\n  worker: { interface: eth1 }\n`, /:3: .*either `address`, or `host`/],
  [
    'a port that is none',
    `hosts:\n  ${INTERNET}\n  worker:\n    address: x\n    interface: eth1\n    port: 70000\n`,
    /:6: .*port.*70000/,
  ],
  [
    'a user beside host',
    `hosts:\n  ${INTERNET}\n  worker:\n    host: x\n    user: root\n    interface: eth1\n`,
    /:5: .*user goes with `address`/,
  ],
  [
    'an address of two words',
    `hosts:\n  ${INTERNET}\n  worker: { address: a b, interface: eth1 }\n`,
    /:3: .*must be one word/,
  ],
  ['no card', `hosts:\n  ${INTERNET}\n  worker: { address: a, interface: 02/57 }\n`, /:3: .*network card/],
];

test.each(BAD)('%s is refused with file and line', (_, text, complaint) => {
  const parse = () => parseInventory(text, FILE);
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(complaint);
});
