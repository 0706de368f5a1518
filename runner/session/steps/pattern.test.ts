import { expect, test } from 'vitest';
import { recordedLine } from './pattern.ts';

test.each([
  ['plain words', 'plain words'],
  ['a <b> (c) [d] .* \\', 'a <b> (c) [d] .* \\'],
  ['trailing   ', 'trailing'],
  ['link/ether <mac> brd ff:ff:ff:ff:ff:ff', 'link/ether 6e:0f:AA:01:02:03 brd ff:ff:ff:ff:ff:ff'],
  ['<ifindex>: veth0@if<ifindex>: <UP>', '12: veth0@if3: <UP>'],
  ['time=<ms> ms', 'time=0.045 ms'],
  ['time <ms>ms', 'time 0ms'],
  ['net:[<inode>]', 'net:[4026531840]'],
  ['10.0.0.2:<port>', '10.0.0.2:41234'],
  ['<n>% of <n>', '33.33% of 3000'],
  ['<n>.', '3.'],
  ['<n>.5', '3.5'],
  ['<n>0', '100'],
  ['a<...>z', 'az'],
  ['a<...>z', 'a then z and z'],
  ['<...>a<...>a<...>', 'xaya'],
  ['<...>', ''],
  ['<...> end', 'the end'],
  ['<...><n>', 'x1.5'],
  // Columns of another width.
  ['<pid> root', '    7 root'],
  ['    <pid> root', '12345 root'],
  ['<inode> net   <n> <pid> root', '4026531840 net        12      1 root'],
  ['a  <n>  <n>  b', 'a 1 2 b'],
  // The white space before a last <...> is trailing when it stands for nothing.
  ['<inode> <...>', '4026531840'],
])('%s matches %s', (recorded, found) => {
  expect(recordedLine(recorded).matches(found)).toBe(true);
});

test.each([
  ['plain words', 'plain  words'],
  [' indented', 'indented'],
  ['<mac>', '6e:0f:aa:01:02'],
  ['<mac>', '6e:0f:aa:01:02:0g'],
  ['<mac>', '6e:0f:aa:01:02:03:04'],
  ['<ifindex>: lo', ': lo'],
  ['<pid>', '1.5'],
  ['<ms>', '.5'],
  ['<n>', '1.'],
  ['<n>', '-1'],
  ['<n>', '1.2.3'],
  ['<...><n>x', '1.2.x'],
  ['<inode> x', '1x'],
  ['a<...>z', 'a then y'],
  ['<mac', '6e:0f:aa:01:02:03'],
  ['<macs>', '6e:0f:aa:01:02:03'],
  ['a <n> b', 'a b'],
])('%s does not match %s', (recorded, found) => {
  expect(recordedLine(recorded).matches(found)).toBe(false);
});

test('only <...> alone stands for lines', () => {
  expect(recordedLine('<...>').anyLines).toBe(true);
  expect(recordedLine('  <...>  ').anyLines).toBe(true);
  expect(recordedLine('<...> x').anyLines).toBe(false);
});

test('a line made to confuse takes time in proportion to its length', () => {
  const line = recordedLine('<...>a<...>a<...>a<...>a<...>a<...>a<...><n><...><n><...>b');
  // A backtracking matcher would need years, and the test's own time would be over.
  expect(line.matches(`${'a1'.repeat(20_000)}c`)).toBe(false);
});
