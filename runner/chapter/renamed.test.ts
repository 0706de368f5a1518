import { expect, test } from 'vitest';
import { formerly, successors } from './renamed.ts';

const RENAMED = {
  cni: ['cni-plugins', 'own-plugin'],
  overlay: ['overlay', 'leases'],
  old: ['older', 'cni'],
  older: ['services'],
  a: ['b'],
  b: ['a'],
};
const IDS = ['10-overlay', '11-leases', '14-cni-plugins', '15-own-plugin', '18-services'];

test.each([
  ['services', ['services']],
  ['cni', ['cni-plugins', 'own-plugin']],
  ['overlay', ['overlay', 'leases']],
  // Renamed twice.
  ['old', ['services', 'cni-plugins', 'own-plugin']],
  // Lint refuses it; whoever asks is not kept waiting.
  ['a', []],
  ['toString', ['toString']],
])('%s has become %j', (slug, now) => {
  expect(successors(RENAMED, slug)).toEqual(now);
});

test.each([
  ['15-services', ['18-services']],
  ['services', ['18-services']],
  ['12-cni', ['14-cni-plugins', '15-own-plugin']],
  ['99-nothing', []],
  ['15', []],
  ['', []],
])('%j was the name of %j', (name, now) => {
  expect(formerly(name, IDS, RENAMED)).toEqual(now);
});
