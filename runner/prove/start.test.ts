import { expect, test } from 'vitest';
import type { CheckKind, Dependence } from '../../checks/kind.ts';
import { parseShellSnapshot, type ShellSnapshot, sameShell } from './shell-snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import { type Survey, snapshotDepth, startOf, stateless } from './start.ts';

const shell = (variables = '', settings = ''): ShellSnapshot =>
  parseShellSnapshot(`${variables}\n#functions\n#settings\n${settings}`);
const snapshot = (lasting: string, all = lasting, variables = ''): Snapshot => ({
  lasting: { exact: lasting, general: `${lasting}, in general` },
  all: { exact: all, general: `${all}, in general` },
  shells: [shell(variables)],
});
/** A chapter's moments as [name, what is held after it, command]. */
const surveyed = (...moments: [name: string, after: Snapshot, command?: string][]): Survey => ({
  before: snapshot('0'),
  moments: moments.map(([name, after, command = `${name}\n`]) => ({ name, after, command })),
});
const passedOver = (survey: Survey, depth: 'lasting' | 'all' = 'lasting') => [
  ...stateless(survey, 'item', depth),
];

test('a step that leaves everything as it was is passed over', () => {
  const survey = surveyed(
    ['look', snapshot('0')],
    ['do', snapshot('1')],
    ['look-again', snapshot('1')],
    ['item', snapshot('2')],
  );
  expect(passedOver(survey)).toEqual(['look', 'look-again']);
});

test('so are steps that take each other back, and all that lies between', () => {
  const survey = surveyed(
    ['add', snapshot('1')],
    ['use', snapshot('2')],
    ['delete', snapshot('0')],
    ['do', snapshot('3')],
    ['item', snapshot('4')],
  );
  expect(passedOver(survey)).toEqual(['add', 'use', 'delete']);
});

test('nothing behind the item counts', () => {
  const survey = surveyed(['do', snapshot('1')], ['item', snapshot('1')], ['undo', snapshot('0')]);
  expect(passedOver(survey)).toEqual([]);
});

test('what traffic leaves behind counts only for checks that look at it', () => {
  const survey = surveyed(['ping', snapshot('0', 'learned')], ['item', snapshot('0', 'learned')]);
  expect(passedOver(survey, 'lasting')).toEqual(['ping']);
  expect(passedOver(survey, 'all')).toEqual([]);
});

test('a variable counts when a step behind it names it', () => {
  const set = snapshot('0', '0', 'declare -- pid="7"');
  const done = snapshot('1', '1', 'declare -- pid="7"');
  expect(passedOver(surveyed(['set', set], ['use', done, 'kill $pid\n'], ['item', done]))).toEqual([]);
  expect(passedOver(surveyed(['set', set], ['use', done, 'kill $pids\n'], ['item', done]))).toEqual(['set']);
});

test('what was set and used is passed over together', () => {
  const set = snapshot('0', '0', 'declare -- pid="7"');
  expect(passedOver(surveyed(['set', set], ['use', set, 'kill -0 $pid\n'], ['item', set]))).toEqual([
    'set',
    'use',
  ]);
});

test('the start is what was held just before the item', () => {
  const survey = surveyed(['do', snapshot('1')], ['item', snapshot('2')]);
  expect(startOf(survey, 'item').lasting.exact).toBe('1');
  expect(startOf(survey, 'do').lasting.exact).toBe('0');
});

test.each([
  ['a variable that is not named', shell('declare -- call="1"'), shell(), 'sysctl nf-call-iptables', true],
  ['a named one', shell('declare -- call="1"'), shell(), 'echo $call', false],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash
  ['a named array', shell('declare -a pods=()'), shell(), '"${pods[i]}"', false],
  ['in arithmetic', shell('declare -- n="1"'), shell(), '((n++))', false],
  [
    'set before it is used',
    shell('declare -- dev="a"'),
    shell(),
    'for dev in b; do ip link show dev $dev; done',
    true,
  ],
  ['used before it is set', shell('declare -- dev="a"'), shell(), 'echo $dev; dev=b', false],
  ['a word like it', shell('declare -- dev="a"'), shell(), 'ip link show dev eth0', true],
  [
    'a function that is called',
    parseShellSnapshot('\n#functions\nf () \n{ \n x\n}'),
    shell(),
    'a=$(f 1)',
    false,
  ],
  [
    'a function that is only a word',
    parseShellSnapshot('\n#functions\nf () \n{ \n x\n}'),
    shell(),
    'grep f',
    true,
  ],
  ['an exported one', shell('declare -x A="1"'), shell(), '', false],
  [
    'one that moves by itself',
    shell('declare -- SECONDS="1"'),
    shell('declare -- SECONDS="2"'),
    '$SECONDS',
    true,
  ],
  ['another directory', shell('', '/root'), shell('', '/tmp'), '', false],
] as const)('two shells, the difference being %s', (_name, one, other, following, same) => {
  expect(sameShell(one, other, following)).toBe(same);
});

test('functions are read whole, and variables with line ends', () => {
  const { named, settings } = parseShellSnapshot(
    'declare -- a="1\n2"\ndeclare -A b=()\n#functions\nf () \n{ \n    x\n}\ng () \n{ \n    y\n}\n#settings\n/root\n',
  );
  expect([...named]).toEqual([
    ['a', 'declare -- a="1\n2"'],
    ['b', 'declare -A b=()'],
    ['f()', 'f () \n{ \n    x\n}'],
    ['g()', 'g () \n{ \n    y\n}'],
  ]);
  expect(settings).toBe('/root\n');
});

test.each<[Dependence[], string]>([
  [[], 'lasting'],
  [['names', 'lasting'], 'lasting'],
  [['lasting', 'all'], 'all'],
])('checks that depend on %j look at %s', (dependences, depth) => {
  const kind = { dependsOn: (args) => args } as CheckKind<unknown>;
  expect(snapshotDepth(dependences.map((args) => ({ kind, args })))).toBe(depth);
});
