import { expect, test } from 'vitest';
import { lacking } from './rule-match.ts';

const rule = [
  '-d',
  '10.96.0.10/32',
  '-p',
  'tcp',
  '-m',
  'tcp',
  '--dport',
  '80',
  '-m',
  'comment',
  '--comment',
  '-a b',
  '-j',
  'KUBE-SVC-WEB',
];

test.each([
  ['-d 10.96.0.10/32 --dport 80 -j KUBE-SVC-WEB', []],
  ['-d 10.96.0.10', []],
  ['-j', []],
  ['-p tcp -m tcp', []],
  ['--dport 8080', ['--dport 8080']],
  ['! -d 10.96.0.10/32', ['! -d 10.96.0.10/32']],
  ['-j KUBE-SVC-WEB -d 10.96.0.10/32', ['-d 10.96.0.10/32']],
  ['--sport 80 -j KUBE-SVC-WEB', ['--sport 80']],
])('%s lacks %j', (wanted, missing) => {
  expect(lacking(rule, wanted.split(' '))).toEqual(missing);
});

test('a negated option is not the option', () => {
  expect(lacking(['-s', '10.0.0.0/24', '!', '-d', '10.0.0.0/24'], ['-d', '10.0.0.0/24'])).toEqual([
    '-d 10.0.0.0/24',
  ]);
  expect(lacking(['-s', '10.0.0.0/24', '!', '-d', '10.0.0.0/24'], ['!', '-d', '10.0.0.0/24'])).toEqual([]);
});
