/** A small chapter for tests: two hosts, steps, two exercises, a question. Not read from a file, so that only what is tested can fail. */
import { DEFAULT_TOPOLOGY } from '../../../checks/network/default-topology.ts';
import type { Chapter, Step } from '../../../runner/chapter/model.ts';
import { prose } from '../../../runner/chapter/testing/prose.ts';

function step(name: string, changes: Partial<Step> = {}): Step {
  const plain = {
    host: 'worker',
    exit: 0,
    timeoutMs: 10_000,
    background: false,
    interactive: false,
    setup: false,
  } as const;
  return { name, command: `echo ${name}\n`, line: 1, ...plain, ...changes };
}

const first = step('first', { output: { text: 'first\n', line: 3 } });
const inside = step('inside', { host: 'worker2', setup: true, output: { text: 'inside\n', line: 5 } });
const last = step('last');
const check = { id: 'there', kind: 'namespace', source: { name: 'server' }, line: 5 };
const hint = (markdown: string) => prose(markdown, 6);

const build = {
  id: 'build',
  title: 'Build it',
  points: 10,
  task: [{ type: 'step', step: inside }],
  hints: [hint('Weak *hint*.'), hint('Strong <b>hint</b>.')],
  checks: [check],
  line: 4,
} as const;
const mend = { ...build, id: 'mend', title: 'Mend it', points: 7, task: [], hints: [], line: 8 } as const;
const which = {
  id: 'which',
  title: 'Which?',
  points: 5,
  prose: [],
  check: { id: 'answer', kind: 'answer', source: {}, line: 9 },
  hints: [hint('Look.')],
  line: 9,
} as const;

export const CHAPTER: Chapter = {
  id: '01-small',
  number: 1,
  folder: '/nowhere',
  title: 'Small',
  summary: 'A small chapter.',
  article: '',
  topology: DEFAULT_TOPOLOGY,
  hosts: ['worker', 'worker2'],
  minutes: 5,
  requires: [],
  variables: { ENDPOINTS: [3, 5] },
  blocks: [
    { type: 'prose', ...prose('Hello <script>alert(1)</script>.\n') },
    { type: 'step', step: first },
    { type: 'exercise', exercise: build },
    { type: 'exercise', exercise: mend },
    { type: 'step', step: last },
    { type: 'question', question: which },
  ],
  steps: [first, inside, last],
  exercises: [build, mend],
  questions: [which],
  predictions: [],
  figures: [],
};
