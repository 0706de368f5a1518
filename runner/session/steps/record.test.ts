import { expect, test } from 'vitest';
import { compareOutput } from './compare.ts';
import { generalise, recordOutput, updateChapterSource } from './record.ts';

test.each([
  ['2: eth0@if7: <BROADCAST,UP> mtu 1500', '<ifindex>: eth0@if<ifindex>: <BROADCAST,UP> mtu 1500'],
  ['1: lo: <LOOPBACK,UP> mtu 65536', '1: lo: <LOOPBACK,UP> mtu 65536'],
  ['12: br0    inet 10.0.0.1/24 scope global br0', '<ifindex>: br0    inet 10.0.0.1/24 scope global br0'],
  ['32766:  from all lookup main', '32766:  from all lookup main'],
  ['    link/ether 6e:0f:aa:01:02:03 brd ff:ff:ff:ff:ff:ff', '    link/ether <mac> brd ff:ff:ff:ff:ff:ff'],
  [
    '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
    '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
  ],
  ['33:33:00:00:00:01 dev br0 self permanent', '33:33:00:00:00:01 dev br0 self permanent'],
  ['    inet6 fe80::6c0f:aaff:fe01:203/64 scope link', '    inet6 fe80::<...>/64 scope link'],
  [
    '64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=0.045 ms',
    '64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=<ms> ms',
  ],
  [
    '1 packets transmitted, 1 received, 0% packet loss, time 0ms',
    '1 packets transmitted, 1 received, 0% packet loss, time <ms>ms',
  ],
  ['rtt min/avg/max/mdev = 0.045/0.045/0.045/0.000 ms', 'rtt min/avg/max/mdev = <ms>/<ms>/<ms>/<ms> ms'],
  [
    'curl: (7) Failed to connect to localhost port 8080 after 0 ms: no',
    'curl: (7) Failed to connect to localhost port 8080 after <ms> ms: no',
  ],
  ['net:[4026531840]', 'net:[<inode>]'],
  ['users:(("python3",pid=123,fd=3))', 'users:(("python3",pid=<pid>,fd=3))'],
  ['Date: Sat, 21 Nov 2026 08:00:00 GMT', 'Date: <...> GMT'],
  ['10.244.1.0/24 via 172.18.0.3 dev eth0', '10.244.1.0/24 via 172.18.0.3 dev eth0'],
])('%s is recorded as %s, which matches it', (found, recorded) => {
  expect(generalise(found)).toBe(recorded);
  expect(compareOutput(recorded, found).same).toBe(true);
});

test.each([
  ['a first recording', undefined, 'id 40265318400x\r\n\x1b[1mx\x1b[0m  \n\n', 'id 40265318400x\nx\n'],
  ['a step that prints nothing', undefined, '', ''],
  ['nothing has changed', 'a <n>\n<...>\n\n', 'a 7\nb\n', 'a <n>\n<...>\n\n'],
  ['a changed line beside patterns that hold', 'a <n>\nb\nc <...>\n', 'a 7\nB\nc d\n', 'a <n>\nB\nc <...>\n'],
  ['a pattern that holds no more', 'a <n>\n', 'a x\n', 'a x\n'],
  ['<...> lines stay', 'a\n<...>\ny\n', 'a\nb\nc\nx\n', 'a\n<...>\nx\n'],
  ['all is gone', 'a\n', '', ''],
])('%s', (_name, recorded, found, result) => {
  expect(recordOutput(recorded, found)).toBe(result);
  expect(compareOutput(result, found).same).toBe(true);
});

const CHAPTER = [
  '---',
  'title: T',
  '---',
  '',
  '```sh {name=one host=worker}  ',
  'true',
  '```',
  '',
  '',
  '```output',
  'old',
  'lines',
  '```',
  'Prose\twith odd   spaces.  ',
  '',
  ':::: exercise e {points=1 title="E"}',
  '~~~sh {host=worker name=two}',
  'echo "```"',
  '~~~',
  '::::',
  '```sh {name=three}',
  'true',
  '```',
  '```output',
  '```',
  'last line without a newline',
].join('\n');

test('recordings replace and enter, all else stays byte for byte', () => {
  const recordings = new Map([
    ['one', 'new\n'],
    ['two', '```\n'],
    ['three', 'now something\n'],
  ]);
  expect(updateChapterSource(CHAPTER, recordings)).toBe(
    CHAPTER.replace('old\nlines\n', 'new\n')
      .replace('~~~\n::::', '~~~\n\n````output\n```\n````\n::::')
      .replace('```output\n```\nlast', '```output\nnow something\n```\nlast'),
  );
});

test('an output that prints nothing empties its fence and makes no new one', () => {
  const recordings = new Map([
    ['one', ''],
    ['two', ''],
  ]);
  expect(updateChapterSource(CHAPTER, recordings)).toBe(CHAPTER.replace('old\nlines\n', ''));
});

test('a fence too short for its new output is made longer', () => {
  const recordings = new Map([['one', 'a\n````\nb\n']]);
  expect(updateChapterSource(CHAPTER, recordings)).toBe(
    CHAPTER.replace('```output\nold\nlines\n```', '`````output\na\n````\nb\n`````'),
  );
});

test('no recordings change nothing, and other line ends stay', () => {
  expect(updateChapterSource(CHAPTER, new Map())).toBe(CHAPTER);
  const windows = CHAPTER.replaceAll('\n', '\r\n');
  expect(updateChapterSource(windows, new Map([['one', 'new\n']]))).toBe(
    windows.replace('old\r\nlines\r\n', 'new\r\n'),
  );
});

test('a step that the chapter does not have is an error', () => {
  expect(() => updateChapterSource(CHAPTER, new Map([['four', 'x\n']]))).toThrow(/no step "four"/);
});

test('what is written is read back the same', () => {
  const recordings = new Map([['two', 'a\n```\n\n    b\n']]);
  const once = updateChapterSource(CHAPTER, recordings);
  expect(updateChapterSource(once, recordings)).toBe(once);
});
