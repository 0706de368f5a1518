import { expect, test } from 'vitest';
import { wordFinder } from './glossary-words.ts';
import { glossaryEntry } from './testing/glossary-entry.ts';

const ENTRIES = [
  'namespace, namespaces',
  'network namespace, network namespaces',
  'veth pair, veth',
  'ARP',
  'Service, Services',
  'on-link',
  'ip_forward',
].map((spoken) => glossaryEntry(spoken));
const find = wordFinder(ENTRIES);

test.each([
  ['a namespace', ['namespace']],
  ['two namespaces', ['namespaces']],
  ['a network namespace', ['network namespace']],
  ['a network\nnamespace', ['network\nnamespace']],
  ['network, namespace', ['namespace']],
  ['Namespaces begin here', ['Namespaces']],
  ['Network namespaces do, too', ['Network namespaces']],
  ['a Network Namespace', ['Namespace']],
  ['NAMESPACE', []],
  ['ARP, not arp or Arp', ['ARP']],
  ['a Service, and a service', ['Service']],
  ["a namespace's name", ['namespace']],
  ['(veth) veth.', ['veth', 'veth']],
  ['a veth pair and a veth', ['veth pair', 'veth']],
  ['$ARP', []],
  ['namespaced, subnamespace, namespace_id', []],
  ['veth-a, my-veth, veth.c, /veth, veth/', []],
  ['on-link, and on link', ['on-link']],
  ['ip_forward', ['ip_forward']],
  ['', []],
])('in %j', (text, words) => {
  expect(find(text).map(({ from, to }) => text.slice(from, to))).toEqual(words);
});

test('what is found is told with its entry', () => {
  expect(find('two network namespaces')).toEqual([{ entry: ENTRIES[1], from: 4, to: 22 }]);
});

test('no words find nothing, and signs of patterns are plain signs', () => {
  expect(wordFinder([])('a namespace')).toEqual([]);
  const plain = wordFinder([glossaryEntry('a.b'), glossaryEntry('c (d)')]);
  expect(plain('axb a.b c').map(({ entry }) => entry.word)).toEqual(['a.b']);
});
