import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import type { Token } from './markdown.ts';
import { parseChapter } from './parse.ts';
import { resolveCheck } from './resolve.ts';
import { curriculumProblems, links } from './rules.ts';

const read = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
const where = { id: '07-everything-once', folder: '/chapters/07-everything-once', file: 'chapter.md' };
const source = read('well-formed.md');

function parsed(text = source) {
  const { chapter, problems } = parseChapter(text, where, { kinds: KINDS });
  expect(problems).toEqual([]);
  if (!chapter) throw new Error('no chapter without a problem');
  return chapter;
}

/** As JSON, with the text of tokens in their place. */
function textOf(value: unknown): unknown {
  const text = (key: string, at: unknown) =>
    key === 'tokens' ? (at as Token[]).map(({ content }) => content).filter((content) => content !== '') : at;
  return JSON.parse(JSON.stringify(value, text));
}

test('a chapter with everything in it parses to the golden', () => {
  const { steps, exercises, questions, predictions, ...rest } = parsed();
  const names = {
    steps: steps.map(({ name }) => name),
    exercises: exercises.map(({ id }) => id),
    questions: questions.map(({ id }) => id),
    predictions: predictions.map(({ id }) => id),
  };
  expect(textOf({ ...rest, ...names })).toEqual(JSON.parse(read('well-formed.json')));
  expect(curriculumProblems(parsed(), 'chapter.md')).toEqual([]);
});

test('steps, exercises and questions of the lists are those of the blocks', () => {
  const { blocks, steps, exercises, questions } = parsed();
  expect(blocks).toContainEqual({ type: 'step', step: steps[0] });
  expect(blocks).toContainEqual({ type: 'exercise', exercise: exercises[0] });
  expect(blocks).toContainEqual({ type: 'question', question: questions[0] });
});

test("prose is a piece of one parse: links that another block defines are in it, and the lines are the file's", () => {
  const hrefs = links(parsed().blocks).map(({ href, line }) => [href, source.split('\n')[line - 1]]);
  const spec = 'https://example.org/spec?a=1&b=2';
  expect(hrefs).toContainEqual([spec, expect.stringContaining('[link][spec]')]);
  expect(hrefs).toContainEqual([spec, expect.stringContaining('[the page][spec]')]);
});

test('a check resolves with the variables put in and the host filled in', () => {
  const [many, there] = parsed().exercises[0]?.checks ?? [];
  if (!many || !there) throw new Error('the fixture has two checks');
  const options = { kinds: KINDS, variables: { ENDPOINTS: '4' }, defaultHost: 'worker' } as const;
  expect(resolveCheck(many, options)).toMatchObject({
    id: 'many',
    title: 'All of them',
    args: { host: 'worker', take: 4, address: '10.96.0.10' },
  });
  const resolved = resolveCheck(there, options);
  expect(resolved).toMatchObject({ args: { host: 'worker2', netns: 'pod', present: true } });
  expect(resolved.title).toBe(resolved.kind.title(resolved.args));
});

test('a check that could not have parsed is refused with its words', () => {
  const check = { id: 'x', kind: 'link', source: { id: 'x', kind: 'link', up: 'yes' }, line: 1 };
  const options = { kinds: KINDS, variables: {}, defaultHost: 'worker' } as const;
  expect(() => resolveCheck(check, options)).toThrow(
    /Check x \(link\): name is missing.*; up must be a boolean/,
  );
  expect(() => resolveCheck({ ...check, kind: 'lin' }, options)).toThrow(/did you mean link\?/);
});

test('a folder must be called by a number and words', () => {
  const { problems } = parseChapter(source, { ...where, id: '7-once' }, { kinds: KINDS });
  expect(problems).toEqual([{ file: 'chapter.md', line: 1, message: expect.stringMatching(/"7-once"/) }]);
});

test('a fence that is not closed around a reference does not keep the parser busy for ever', () => {
  const open = `${source}\n::: note\n\`\`\`text\n[x][spec] [^late]\n`;
  const { problems } = parseChapter(open, where, { kinds: KINDS });
  expect(problems.map(({ message }) => message)).toContainEqual(expect.stringMatching(/fence is not closed/));
});

test('a chapter can have a topology of its own; a host without a way to another is noted, and no mistake', () => {
  const own = `topology:
  segments: [{ name: left, subnet: 10.1.0.0/24 }, { name: right, subnet: 10.2.0.0/24 }]
  hosts:
    - { name: worker2, interfaces: [{ segment: left, address: 10.1.0.3 }] }
    - { name: worker, interfaces: [{ segment: left, address: 10.1.0.2 }], gateway: 10.1.0.3 }
    - { name: hermit, interfaces: [{ segment: right, address: 10.2.0.2 }] }`;
  const text = source.replace(/^hosts: .*$/m, own);
  const { hosts, topology } = parsed(text);
  expect(hosts).toEqual(['worker2', 'worker', 'hermit']);
  expect(topology.hosts[1]).toEqual({
    name: 'worker',
    interfaces: [{ segment: 'left', address: '10.1.0.2' }],
    gateway: '10.1.0.3',
  });
  const line = text.slice(0, text.indexOf('- { name: hermit')).split('\n').length;
  expect(parseChapter(text, where, { kinds: KINDS }).notes).toEqual([
    { file: 'chapter.md', line, message: expect.stringMatching(/hermit has no way to another host/) },
  ]);
});
