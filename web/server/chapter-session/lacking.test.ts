import { expect, test } from 'vitest';
import type { Step } from '../../../runner/chapter/model.ts';
import type { StepRun } from '../../../runner/terminal/step-run.ts';
import { CHAPTER } from '../testing/chapter.ts';
import { lacking } from './lacking.ts';

const [plain] = CHAPTER.steps;
if (!plain) throw new Error('the chapter has no step');
const step = (name: string, command: string, changes: Partial<Step> = {}): Step => {
  const { output: _recorded, ...rest } = plain;
  return { ...rest, name, command, ...changes };
};

const early = step('early', 'heard() { cat; }\nshow() { :; }');
const kit = step('kit', 'heard() {\n  cat /tmp/heard\n}\necho x >/tmp/names');
const elsewhere = step('elsewhere', 'there() { :; }', { host: 'worker2' });
const ask = step('ask', 'heard | show');
const meant = step('meant', 'heard', { output: { text: 'bash: heard: command not found\n', line: 1 } });
const late = step('late', 'later() { :; }');
const STEPS = [early, kit, elsewhere, ask, meant, late];

test.each<[what: string, step: Step, output: string, found: ReturnType<typeof lacking>]>([
  ['a function', ask, 'bash: heard: command not found\n', { type: 'function', name: 'heard', step: 'kit' }],
  [
    'of several definitions the last one before it',
    kit,
    'bash: heard: command not found\n',
    { type: 'function', name: 'heard', step: 'early' },
  ],
  [
    'a line of a script, in colour, among others',
    ask,
    'one\r\n\u001b[31m/tmp/x: line 3: show: command not found\u001b[0m\r\ntwo\r\n',
    { type: 'function', name: 'show', step: 'early' },
  ],
  [
    'the first that a step defines',
    ask,
    'bash: nosuch: command not found\nbash: show: command not found\n',
    { type: 'function', name: 'show', step: 'early' },
  ],
  [
    'a file',
    ask,
    'cat: /tmp/names: No such file or directory\n',
    { type: 'file', name: '/tmp/names', step: 'kit' },
  ],
  [
    'a file in quotes',
    ask,
    "ls: cannot access '/tmp/names': No such file or directory\n",
    { type: 'file', name: '/tmp/names', step: 'kit' },
  ],
  ['a command that no step defines', ask, 'bash: nosuch: command not found\n', undefined],
  ['what a later step defines', ask, 'bash: later: command not found\n', undefined],
  ['what a step on another host defines', ask, 'bash: there: command not found\n', undefined],
  ['what the recording has, too', meant, 'bash: heard: command not found\n', undefined],
  ['words within a line', ask, 'it says heard: command not found, and goes on\n', undefined],
  ['nothing', ask, 'fine\n', undefined],
])('%s', (_what, subject, output, found) => {
  const run: StepRun = { step: subject.name, host: subject.host, outcome: 'ran', exit: 127, output, ms: 1 };
  expect(lacking(STEPS, subject, run)).toEqual(found);
});

test('a step that no shell took lacks nothing', () => {
  const run = { step: 'ask', host: 'worker', outcome: 'refused', exit: null, ms: 0 } as const;
  expect(lacking(STEPS, ask, { ...run, output: 'bash: heard: command not found' })).toBeUndefined();
});
