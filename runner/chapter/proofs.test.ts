import { expect, test } from 'vitest';
import type { Chapter } from './model.ts';
import { missingProofs, parseProof } from './proofs.ts';

const chapter: Pick<Chapter, 'hosts' | 'exercises' | 'questions'> = {
  hosts: ['worker', 'worker2'],
  exercises: [
    {
      id: 'server',
      title: 'Server',
      points: 5,
      task: [],
      hints: [],
      line: 20,
      checks: ['lo-up', 'listens'].map((id) => ({ id, kind: 'link', source: {}, line: 1 })),
    },
  ],
  questions: [
    {
      id: 'inode',
      title: 'Inode',
      points: 5,
      prose: [],
      hints: [],
      line: 40,
      check: { id: 'answer', kind: 'answer', source: {}, line: 1 },
    },
  ],
};
const parse = (name: string, text: string, item = 'server') =>
  parseProof({ item, name, file: `proofs/${item}/${name}`, text }, chapter);

test('a solution in two sections', () => {
  const text = '#!/bin/sh\n# host: worker\n# Why.\nip link\n\n# host: worker2\nip addr\n# more\n';
  expect(parse('solution-nft.sh', text)).toEqual({
    problems: [],
    proof: {
      exercise: 'server',
      file: 'proofs/server/solution-nft.sh',
      kind: 'solution',
      name: 'solution-nft',
      sections: [
        { host: 'worker', script: '# Why.\nip link\n\n', line: 3 },
        { host: 'worker2', script: 'ip addr\n# more\n', line: 7 },
      ],
    },
  });
});

test('a wrong attempt with what it must hear', () => {
  const text = '# host: worker\n# fails: lo-up\n# says: lo is still DOWN\ntrue\n';
  expect(parse('wrong-lo-down.sh', text).proof).toMatchObject({
    kind: 'wrong',
    name: 'wrong-lo-down',
    expect: { check: 'lo-up', words: 'lo is still DOWN' },
    sections: [{ host: 'worker', script: '# fails: lo-up\n# says: lo is still DOWN\ntrue\n', line: 2 }],
  });
});

test('a wrong attempt with checks that pass all the same', () => {
  const text = '# host: worker\n# fails: lo-up\n# says: DOWN\n# passes: listens\ntrue\n';
  expect(parse('wrong-lo-down.sh', text).proof?.expect?.passes).toEqual(['listens']);
});

test('a command that the checks do not need, with the reason', () => {
  const text =
    '# host: worker\n# optional: lo is not looked at\nip link set lo up\ntrue # optional: does nothing\n';
  expect(parse('solution.sh', text).problems).toEqual([]);
});

test('a wrong answer to a question', () => {
  const text = '# host: worker\n# fails: answer\n# says: pid\necho 1\n';
  expect(parse('wrong-pid.sh', text, 'inode').proof?.expect).toEqual({ check: 'answer', words: 'pid' });
});

test.each([
  ['another name', 'answer.sh', '# host: worker\ntrue\n', 1, /a proof is called solution\.sh/],
  ['capitals', 'wrong-LO.sh', '# host: worker\ntrue\n', 1, /in lower case/],
  ['no host', 'solution.sh', '# Why.\ntrue\n', 2, /no "# host: <name>" stands before the first command/],
  [
    'another host',
    'solution.sh',
    '# host: internet\ntrue\n',
    1,
    /host "internet" is not one.*known: worker, worker2/,
  ],
  ['a misspelt key', 'solution.sh', '# host: worker\n# hots: worker2\ntrue\n', 2, /did you mean "# host:"/],
  ['nothing to run', 'solution.sh', '# host: worker\n# true\n', 1, /the proof does nothing/],
  [
    'a solution that fails',
    'solution.sh',
    '# host: worker\n# fails: lo-up\ntrue\n',
    2,
    /is for wrong attempts/,
  ],
  ['no fails', 'wrong-a.sh', '# host: worker\n# says: x\ntrue\n', 1, /declares "# fails: \.\.\."/],
  ['no says', 'wrong-a.sh', '# host: worker\n# fails: lo-up\ntrue\n', 1, /declares "# says: \.\.\."/],
  [
    'an unknown check',
    'wrong-a.sh',
    '# host: worker\n# fails: lo\n# says: x\ntrue\n',
    2,
    /names no check of server; known: lo-up, listens/,
  ],
  [
    'fails twice',
    'wrong-a.sh',
    '# host: worker\n# fails: lo-up\n# fails: lo-up\n# says: x\ntrue\n',
    3,
    /a second "# fails:"/,
  ],
  [
    'fails without words',
    'wrong-a.sh',
    '# host: worker\n# fails: lo-up\n# says:\n# says: x\ntrue\n',
    3,
    /says nothing/,
  ],
  [
    'says after a command',
    'wrong-a.sh',
    '# host: worker\n# fails: lo-up\n# says: x\ntrue\n# says: y\n',
    5,
    /before the first command/,
  ],
  [
    'an unknown check that passes',
    'wrong-a.sh',
    '# host: worker\n# fails: lo-up\n# says: x\n# passes: listens, lo\ntrue\n',
    4,
    /"# passes: lo" names no check of server/,
  ],
  [
    'a check that fails and passes',
    'wrong-a.sh',
    '# host: worker\n# fails: lo-up\n# says: x\n# passes: lo-up\ntrue\n',
    1,
    /lo-up is declared to fail and to pass/,
  ],
  ['optional without a reason', 'solution.sh', '# host: worker\ntrue # optional\n', 2, /does not say why/],
  ['optional: nothing', 'solution.sh', '# host: worker\n# optional:\ntrue\n', 2, /does not say why/],
  [
    'optional in a wrong attempt',
    'wrong-a.sh',
    '# host: worker\n# fails: lo-up\n# says: x\ntrue # optional: x\n',
    4,
    /is for solutions/,
  ],
  ['Windows line ends', 'solution.sh', '# host: worker\r\ntrue\r\n', 1, /CR LF/],
])('%s', (_name, name, text, line, message) => {
  const { proof, problems } = parse(name, text);
  expect(proof).toBeUndefined();
  expect(problems).toContainEqual({
    file: `proofs/server/${name}`,
    line,
    message: expect.stringMatching(message),
  });
});

test('a folder of no exercise', () => {
  const { problems } = parse('solution.sh', '# host: worker\ntrue\n', 'servers');
  expect(problems[0]?.message).toMatch(/is called "servers"; did you mean server\? known: server, inode/);
});

test('what is missing is said at the exercise', () => {
  const file = (item: string, name: string) => ({ item, name, file: name, text: '' });
  const some = [
    file('server', 'solution-nft.sh'),
    file('server', 'wrong-a.sh'),
    file('inode', 'solution.sh'),
  ];
  expect(missingProofs(chapter, some, 'chapter.md')).toEqual([
    { file: 'chapter.md', line: 20, message: 'exercise server has no proofs/server/solution.sh' },
    {
      file: 'chapter.md',
      line: 20,
      message: 'exercise server needs 2 or more proofs/server/wrong-*.sh, found 1',
    },
    {
      file: 'chapter.md',
      line: 40,
      message: 'question inode needs 1 or more proofs/inode/wrong-*.sh, found 0',
    },
  ]);
  const all = [
    ...some,
    file('server', 'solution.sh'),
    file('server', 'wrong-b.sh'),
    file('inode', 'wrong-c.sh'),
  ];
  expect(missingProofs(chapter, all, 'chapter.md')).toEqual([]);
});
