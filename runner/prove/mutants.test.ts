import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { mutantsOf } from './mutants.ts';

const solution = (script: string) => ({
  file: 'proofs/x/solution.sh',
  sections: [{ host: 'worker' as const, script, line: 2 }],
});
/** Name and script of each mutant. */
const of = (script: string) =>
  mutantsOf(solution(script)).mutants.map(({ name, sections }) => [
    name.replace(/^solution\.sh:/, ''),
    sections[0]?.script,
  ]);
const scripts = (script: string) => of(script).map(([, text]) => text);

test('each command is left out, in place', () => {
  expect(of('a 1\nb 2 &\n')).toEqual([
    ['2 leaves out "a 1"', ':\nb 2 &\n'],
    ['3 leaves out "b 2"', 'a 1\n: &\n'],
  ]);
});

test('lists, branches and what is quoted for a shell lose one command at a time', () => {
  expect(scripts('a && b')).toEqual([': && b', 'a && :']);
  expect(scripts('if a; then b; else c; fi')).toEqual([
    ':',
    'if :; then b; else c; fi',
    'if a; then :; else c; fi',
    'if a; then b; else :; fi',
  ]);
  expect(scripts("sh -c 'a; b'")).toEqual([':', "sh -c ':; b'", "sh -c 'a; :'"]);
});

/** What each mutant leaves out. */
const leftOut = (script: string) =>
  of(script).map(([name]) => /leaves out "(.*)"$/.exec(name ?? '')?.[1] ?? name?.replace(/^\d+ /, ''));

test.each([
  ['select', 'select i in x; do a; b; done; c', ['select i in x; do a; b; done', 'a', 'b', 'c']],
  ['a test with brackets', '[[ "x ]] y" ]] && a; b', ['[[ "x ]] y" ]]', 'a', 'b']],
  ['a subshell that begins with one', '((a; b); c)', ['((a; b); c)', '(a; b)', 'a', 'b', 'c']],
  ['a substitution', 'x=$(a | b); c "$(d; e)"', ['x=$(a | b)', 'a | b', 'c "$(d; e)"', 'd', 'e']],
  ['a process substitution', 'a < <(b; c)', ['a < <(b; c)', 'b', 'c']],
  ['a function', 'f() { a "$(b)"; c; }', ['f() { a "$(b)"; c; }', 'a "$(b)"', 'b', 'c']],
  ['options of a shell', "x bash -ec 'a; b'", ["x bash -ec 'a; b'", 'a', 'b']],
  ['what a shell reads', "x bash <<'X'\na\nb\nX\n", ["x bash <<'X'", 'a', 'b']],
  ['what a loop asks', 'while [ "$(a)" ]; do b; c; done', ['while [ "$(a)" ]; do b; c; done', 'b', 'c']],
  ['a group of one', 'for i in $(a); do b; done', ['for i in $(a); do b; done', 'a']],
])('commands are reached inside %s', (_name, script, expected) => {
  expect(leftOut(script)).toEqual(expected);
  for (const text of scripts(script)) execFileSync('bash', ['-n', '-s'], { input: text ?? '' });
});

test('a loop around one command is that command, and what it asks stays', () => {
  expect(scripts('for i in x y; do a $i; done')).toEqual([':']);
  expect(scripts('while a; do b; c; done')).toEqual([
    ':',
    'while a; do :; c; done',
    'while a; do b; :; done',
  ]);
});

test('a command takes its here-document with it', () => {
  expect(scripts('cat >x <<E\nbody\nE\nb\n')).toEqual([':\nb\n', 'cat >x <<E\nbody\nE\n:\n']);
});

test('lines of a batch are commands', () => {
  expect(of("ip -batch - <<'B'\nlink a\nlink b\nB\n")).toEqual([
    ['2 leaves out "ip -batch - <<\'B\'"', ':\n'],
    ['3 leaves out "link a"', "ip -batch - <<'B'\n\nlink b\nB\n"],
    ['4 leaves out "link b"', "ip -batch - <<'B'\nlink a\n\nB\n"],
  ]);
  expect(scripts('iptables-restore -n <<B\n*nat\n:X - [0:0]\n-A X\nCOMMIT\nB\n')).toHaveLength(2);
});

test('a program in a here-document is one command', () => {
  expect(scripts('python3 - <<P | iptables-restore\na = 1\nb = 2\nP\n')).toEqual([':\n']);
});

test('a shell script that is written into a file loses one command at a time, too', () => {
  const written = (head: string, first: string) =>
    `${head}\n${first}\n# 10.0.0.2\nif a; then\n  b <<X\nc\nX\nfi\nd # optional: why\nE\ne\n`;
  const script = written("cat >x <<'E'", '#!/bin/bash');
  expect(of(script).map(([name]) => name)).toEqual([
    '2 leaves out "cat >x <<\'E\'"',
    '5 leaves out "if a; then b <<X c X fi"',
    '5 leaves out "a"',
    '6 leaves out "b <<X"',
    '12 leaves out "e"',
  ]);
  expect(scripts(script).slice(0, 2)).toEqual([':\ne\n', script.replace(/if[\s\S]*fi\n/, ':\n')]);
  expect(scripts(script)[3]).toBe(script.replace('b <<X\nc\nX\n', ':\n'));
  // What a shell expands on the way, what another program reads, and what is not written: one command.
  for (const other of [
    written('cat >x <<E', '#!/bin/bash'),
    written("cat >x <<'E'", '#!/usr/bin/env python3'),
    written("python3 - <<'E'", '#!/bin/bash'),
  ]) {
    expect(of(other).filter(([name]) => name?.includes('leaves out'))).toHaveLength(2);
  }
  expect(of(written("tee x <<'E'", '#!/usr/bin/env bash'))).toHaveLength(5);
});

test.each([
  ['an address', 'a 10.0.0.2', ['a 10.0.0.3']],
  ['the last address', 'a 10.0.0.255', ['a 10.0.1.0']],
  ['all ones', 'a 255.255.255.255', ['a 255.255.255.254']],
  ['an address and its prefix', 'a 10.0.0.4/24', ['a 10.0.0.5/24', 'a 10.0.0.4/25']],
  ['a host route', 'a 10.0.0.4/32', ['a 10.0.0.5/32', 'a 10.0.0.4/31']],
  ['a range becomes the next range', 'a 10.244.0.0/16', ['a 10.245.0.0/16', 'a 10.244.0.0/17']],
  ['everything has no next', 'a 0.0.0.0/0', ['a 0.0.0.0/1']],
  [
    'a prefix behind a variable',
    'a "$2/24" $x/16 10.1.0.$n/8',
    ['a "$2/25" $x/16 10.1.0.$n/8', 'a "$2/24" $x/17 10.1.0.$n/8', 'a "$2/24" $x/16 10.1.0.$n/9'],
  ],
  [
    'a port behind its option',
    'a --dport 80 --to-ports=9',
    ['a --dport 81 --to-ports=9', 'a --dport 80 --to-ports=10'],
  ],
  ['a port behind an address', 'a 10.0.0.2:8080', ['a 10.0.0.3:8080', 'a 10.0.0.2:8081']],
  [
    'ports elsewhere',
    'a http://localhost:80/ TCP-LISTEN:90 "$pod:70" http.server 60',
    [
      'a http://localhost:81/ TCP-LISTEN:90 "$pod:70" http.server 60',
      'a http://localhost:80/ TCP-LISTEN:91 "$pod:70" http.server 60',
      'a http://localhost:80/ TCP-LISTEN:90 "$pod:71" http.server 60',
      'a http://localhost:80/ TCP-LISTEN:90 "$pod:70" http.server 61',
    ],
  ],
  ['the last port', 'a --dport 65535', ['a --dport 65534']],
  ['a probability', 'a --probability 0.5', ['a --probability 0.45']],
  ['every n-th', 'a --every 3 --packet 0', ['a --every 4 --packet 0']],
  ['dice of nft', 'nft x numgen random mod 3 map', ['nft x numgen random mod 4 map']],
  ['up', 'ip link set a up', ['ip link set a']],
  ['up in the middle', 'ip link set a up master b', ['ip link set a master b']],
  ['no up elsewhere', 'ip link show up', []],
  [
    'no MAC address, IPv6 address, version, path or time',
    'a 02:42:0a:00:00:02 fd00::2 1.2.3 /proc/1/ns 10:30',
    [],
  ],
  [
    "none in a rule's comment",
    `iptables -A x -m comment --comment "to 10.0.0.2:80" -p tcp --dport 80; nft add rule t c comment "10.0.0.3"; a --comment x:1`,
    [
      `iptables -A x -m comment --comment "to 10.0.0.2:80" -p tcp --dport 81; nft add rule t c comment "10.0.0.3"; a --comment x:1`,
    ],
  ],
  ['no address with more parts', 'a 1.2.3.4.5', []],
  ['no octet beyond 255', 'a 10.0.0.256', []],
])('%s', (_name, script, expected) => {
  const changed = mutantsOf(solution(script)).mutants.filter(({ change }) => change !== 'left out');
  expect(changed.map(({ sections }) => sections[0]?.script)).toEqual(expected);
});

test('numbers in comments are no mistakes', () => {
  expect(scripts('a # 10.0.0.2:80\n')).toEqual([': # 10.0.0.2:80\n']);
});

test('an optional command is exempt, with all that is in it', () => {
  const script =
    '# optional: only waits\nfor i in 1 2; do a 10.0.0.2; b; done\nc # optional: not looked at\nd\n';
  const { mutants, exempt } = mutantsOf(solution(script));
  expect(mutants.map(({ name }) => name)).toEqual(['solution.sh:5 leaves out "d"']);
  expect(exempt).toEqual([
    {
      file: 'proofs/x/solution.sh',
      line: 3,
      command: 'for i in 1 2; do a 10.0.0.2; b; done',
      why: 'only waits',
    },
    { file: 'proofs/x/solution.sh', line: 4, command: 'c', why: 'not looked at' },
  ]);
});

test.each(['a # optional\n', 'a # optional:\n', '# optional\na\n'])(
  'without a reason nothing is exempt: %j',
  (script) => {
    expect(mutantsOf(solution(script)).mutants).toHaveLength(1);
  },
);

test('a reason may have more lines of comment below it, and holds for lines of a batch', () => {
  expect(of('# optional: why\n# and more\na\nb\n').map(([name]) => name)).toEqual(['5 leaves out "b"']);
  expect(scripts('ip -b - <<B\nx 1 # optional: why\nx 2\nB\n')).toHaveLength(2);
});

test('a command inside a loop is exempt alone', () => {
  expect(scripts('for i in 1; do\n  a # optional: why\n  b\ndone')).toHaveLength(2);
});

test('a command inside a substitution, a function or quotes is exempt alone', () => {
  const script = `x=$(
  a 10.0.0.2 # optional: why
  b "$(
    # optional: another reason
    c
  )"
)
bash -ec '
  d # optional: and a third
  e
'
`;
  expect(leftOut(script)).toEqual([
    'x=$( a 10.0.0.2 # optional: why b "$( # optional: another reason c )" )',
    'b "$( # optional: another reason c )"',
    "bash -ec ' d # optional: and a third e '",
    'e',
  ]);
  expect(mutantsOf(solution(script)).exempt.map(({ line, command }) => [line, command])).toEqual([
    [3, 'a 10.0.0.2'],
    [6, 'c'],
    [10, 'd'],
  ]);
});

test('a command whose order matters comes before its predecessor', () => {
  const swapped = (script: string) =>
    mutantsOf(solution(script)).mutants.filter(({ change }) => change === 'swapped');
  expect(swapped('a\nb # order: why\nc\n').map(({ name, sections }) => [name, sections[0]?.script])).toEqual([
    ['solution.sh:3 comes before "a"', 'b\na # order: why\nc\n'],
  ]);
  expect(swapped('cat <<E\nx\nE\n# order\nb\n')[0]?.sections[0]?.script).toBe('b\n# order\ncat <<E\nx\nE\n');
  expect(swapped('ip -b - <<B\nx 1\nx 2 # order\nB\n')[0]?.sections[0]?.script).toBe(
    'ip -b - <<B\nx 2 # order\nx 1\nB\n',
  );
  expect(swapped('b # order: nothing is before it\n')).toEqual([]);
  expect(swapped('x=$(\na\nb # order: why\n)\n')[0]?.sections[0]?.script).toBe(
    'x=$(\nb\na # order: why\n)\n',
  );
});

test('one section at a time, each with its own lines', () => {
  const proof = {
    file: 'proofs/x/solution.sh',
    sections: [
      { host: 'worker' as const, script: 'a\n', line: 2 },
      { host: 'worker2' as const, script: 'a\n', line: 4 },
    ],
  };
  expect(
    mutantsOf(proof).mutants.map(({ name, sections }) => [name, sections.map(({ script }) => script)]),
  ).toEqual([
    ['solution.sh:2 leaves out "a"', [':\n', 'a\n']],
    ['solution.sh:4 leaves out "a"', ['a\n', ':\n']],
  ]);
});

test('names are unique, and no mutant is the solution or another one', () => {
  const script = 'a 10.0.0.2 10.0.0.2; a 10.0.0.2 10.0.0.2\n:\nip link set x up\n';
  const { mutants } = mutantsOf(solution(script));
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  const texts = mutants.map(({ sections }) => sections[0]?.script);
  expect(new Set([...texts, script]).size).toBe(mutants.length + 1);
});

test('what is made of a long solution can be read by bash', () => {
  const script = `pods=(10.244.1.2 10.244.2.2)
pod() {
  ip netns add "$1"
  (ip netns exec "$1" python3 /srv/pod.py "$1" 8080 >/dev/null 2>&1 &)
  until ip netns exec "$1" ss -Hltn | grep -q :8080; do sleep 0.1; done
}
for chain in PREROUTING OUTPUT; do
  for ((left = ENDPOINTS; left > 0; left--)); do
    iptables -t nat -A "$chain" -d 10.96.0.20/32 -p tcp --dport 80 -m statistic --mode random \\
      --probability "$(python3 -c "print(f'{1 / $left:.11f}')")" -j DNAT --to-destination "\${pods[left]}:8080"
  done
done
case $chain in OUTPUT) echo a; echo b ;; *) : ;; esac
python3 - "$ENDPOINTS" <<'PY' | iptables-restore --noflush
print("a" if 1 else "(")
PY
nsenter -n -t "$pid" sh -c 'ip addr add 10.0.0.4/24 dev eth0; ip link set eth0 up'
`;
  const { mutants } = mutantsOf(solution(script));
  expect(mutants.length).toBe(25);
  for (const { sections } of mutants) {
    execFileSync('bash', ['-n', '-s'], { input: sections[0]?.script ?? '' });
  }
});
