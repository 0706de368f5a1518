import { expect, test } from 'vitest';
import { GeneratorFailed } from '../support/hidden.ts';
import { readDecision } from './lookup.ts';

const answer = (route: object) => JSON.stringify([{ flags: [], uid: 0, cache: [], ...route }]);

test.each([
  [answer({ dst: '10.0.0.2', dev: 'eth0', prefsrc: '10.0.0.1' }), 'on-link', '10.0.0.2 dev eth0'],
  [
    answer({ dst: '10.9.0.2', gateway: '10.0.0.254', dev: 'eth0' }),
    'gateway',
    '10.9.0.2 via 10.0.0.254 dev eth0',
  ],
  [
    answer({ dst: '10.9.0.2', via: { family: 'inet6', host: 'fe80::1' }, dev: 'eth0' }),
    'gateway',
    '10.9.0.2 via fe80::1 dev eth0',
  ],
  [answer({ type: 'local', dst: '10.0.0.1', dev: 'lo' }), 'local', 'local 10.0.0.1 dev lo'],
  [
    answer({ type: 'broadcast', dst: '10.0.0.255', dev: 'eth0' }),
    'broadcast',
    'broadcast 10.0.0.255 dev eth0',
  ],
  [answer({ type: 'multicast', dst: '224.0.0.1', dev: 'eth0' }), 'multicast', 'multicast 224.0.0.1 dev eth0'],
  ['RTNETLINK answers: Network is unreachable', 'unreachable', 'Network is unreachable'],
  ['RTNETLINK answers: No route to host', 'unreachable', 'No route to host'],
  ['RTNETLINK answers: Permission denied', 'unreachable', 'Permission denied'],
  ['RTNETLINK answers: Invalid argument', 'unreachable', 'Invalid argument'],
])('%s', (line, is, detail) => {
  expect(readDecision(line)).toMatchObject({ is, detail });
});

test.each([
  '',
  'bash: ip: command not found',
  'Error: inet prefix is expected rather than "x".',
  '[]',
  '{"dst":"10.0.0.2"}',
  answer({ dev: 'eth0' }),
  answer({ type: 'anycast', dst: '10.0.0.2', dev: 'eth0' }),
])('not an answer: %s', (line) => {
  expect(() => readDecision(line)).toThrow(GeneratorFailed);
});
