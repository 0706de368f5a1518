import { expect, test } from 'vitest';
import { allowedHosts, hostAllowed, isLoopback, originAllowed } from './hosts.ts';

const hosts = allowedHosts('127.0.0.1', 8642);

test.each(['127.0.0.1:8642', 'localhost:8642', 'LOCALHOST:8642', '[::1]:8642'])('answers to %s', (name) => {
  expect(hostAllowed(hosts, name)).toBe(true);
});

test.each([
  undefined,
  '',
  '127.0.0.1',
  '127.0.0.1:8643',
  'evil.example:8642',
  'localhost.evil.example:8642',
  '127.0.0.1:8642.evil.example',
  'localhost:8642@evil.example',
  '0.0.0.0:8642',
  '[::]:8642',
])('does not answer to %s', (name) => {
  expect(hostAllowed(hosts, name)).toBe(false);
});

test('on all addresses it answers to those of this machine, not to the wildcard', () => {
  const all = allowedHosts('0.0.0.0', 80);
  expect(all.has('127.0.0.1')).toBe(true);
  expect(all.has('0.0.0.0')).toBe(false);
});

test('an origin is exactly the name that is asked', () => {
  expect(originAllowed('http://localhost:8642', 'localhost:8642')).toBe(true);
  for (const origin of [
    undefined,
    'null',
    'https://localhost:8642',
    'http://127.0.0.1:8642',
    'http://localhost:8642/',
  ]) {
    expect(originAllowed(origin, 'localhost:8642')).toBe(false);
  }
});

test('what is loopback and what is not', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1', '0:0:0:0:0:0:0:1', 'localhost'].every(isLoopback)).toBe(true);
  const others = ['0.0.0.0', '::', '192.168.1.2', '127.0.0.999', '127.0.0.1.evil.example', 'localhost.'];
  expect(others.some(isLoopback)).toBe(false);
});
