import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { expect, it, onTestFinished, vi } from 'vitest';
import { KINDS } from '../../../checks/kinds/index.ts';
import { parseClaims } from '../../../runner/chapter/claims.ts';
import { linkProblems } from '../../../runner/chapter/links.ts';
import { parseChapter } from '../../../runner/chapter/parse.ts';
import { curriculumProblems } from '../../../runner/chapter/rules.ts';
import { ROOT } from '../../../runner/package-root.mjs';
import { exerciseSlots } from '../../app/islands/exercise.tsx';
import { predictedSlots } from '../../app/islands/predicted.tsx';
import { predictionSlots } from '../../app/islands/prediction.tsx';
import { questionSlots } from '../../app/islands/question.tsx';
import { stepSlots } from '../../app/islands/step.tsx';
import { PAGE_DATA_ID, PageData } from '../../app/page-data.ts';
import { CHAPTER } from '../testing/chapter.ts';
import { renderChapter } from './index.ts';
import { stillPage } from './page.ts';

const assets = { script: '/app/main.js', styles: [], entry: { script: '', files: [] } };
const view = { progress: {}, variables: { ENDPOINTS: '3' }, ran: [], assets };

function dataOf(html: string): PageData {
  const [, json = ''] = new RegExp(`id="${PAGE_DATA_ID}">([^<]*)</script>`).exec(html) ?? [];
  return PageData.parse(JSON.parse(json));
}

it('Markdown is parsed once, however much of it is looked at and shown', async () => {
  const parse = vi.spyOn(MarkdownIt.prototype, 'parse');
  onTestFinished(() => parse.mockRestore());
  const source = readFileSync(join(ROOT, 'runner/chapter/fixtures/well-formed.md'), 'utf8');
  const { chapter } = parseChapter(source, { id: '07-x', folder: '/c', file: 'f' }, { kinds: KINDS });
  if (!chapter) throw new Error('the fixture has a mistake');
  curriculumProblems(chapter, 'f');
  await linkProblems(chapter, 'f', async () => true);
  expect(renderChapter(chapter, view)).toBe(renderChapter(chapter, view));
  expect(parse).toHaveBeenCalledTimes(1);
});

it('a page is told all that its islands are of', () => {
  const command = 'echo "</script><!--" & true\n';
  const [first, ...others] = CHAPTER.steps;
  if (!first) throw new Error('the chapter has steps');
  const steps = [{ ...first, command }, ...others];
  const data = dataOf(renderChapter({ ...CHAPTER, steps }, view));
  expect(data).toMatchObject({ chapter: '01-small', hosts: ['worker', 'worker2'], items: {} });
  expect(data.steps.map(({ name }) => name)).toEqual(['first', 'inside', 'last']);
  expect(data.steps[0]).toMatchObject({ command: command.trimEnd(), recorded: 'shown' });
  expect(data.exercises[0]).toEqual({
    id: 'build',
    title: 'Build it',
    points: 10,
    hints: 2,
    checks: [{ id: 'there', title: 'there' }],
  });
  expect(data.contents).toContainEqual({ anchor: 'question-which', text: 'Which?', item: 'which' });
});

it('what is for a real node has no Run, and the answer of a recall is folded', () => {
  const text = `---\ntitle: T\nsummary: s\narticle: A\nhosts: [worker]\n---\n\n# T\n
::: cluster
Type:

\`\`\`sh
crictl pods
\`\`\`
:::

::: recall Whose is \`lo\`?
Each **its** own.
:::

## Credits
`;
  const { chapter } = parseChapter(text, { id: '07-x', folder: '/c', file: 'f' }, { kinds: KINDS });
  if (!chapter) throw new Error('the text has a mistake');
  const html = renderChapter(chapter, view);
  expect(html).toMatch(
    /On a real node<\/p><p>Type:<\/p>\n<pre [^>]*><code class="language-sh">crictl pods\n/,
  );
  expect(html).toContain('<summary>Whose is <code>lo</code>?</summary>');
  expect(html).toContain('<div class="recall-answer"><p>Each <strong>its</strong> own.</p>');
  expect(dataOf(html).steps).toEqual([]);
});

const PREDICT = `---\ntitle: T\nsummary: s\narticle: A\nhosts: [worker]\n---\n\n# T\n
::: predict who
Does it **fail**?

\`\`\`yaml choices
- says: no
  shows: fine
- says: with \`7\`
  exit: 7
\`\`\`
:::

\`\`\`sh {name=look exit=7}
false
\`\`\`

\`\`\`output
refused
\`\`\`

## What you know now

Much.

## Credits

Mine.
`;

it('what is asked before a step is not answered by what stands around it', () => {
  const { chapter } = parseChapter(PREDICT, { id: '07-x', folder: '/c', file: 'f' }, { kinds: KINDS });
  if (!chapter) throw new Error('the text has a mistake');
  const html = renderChapter(chapter, view);
  const data = dataOf(html);
  const question = '<p>Does it <strong>fail</strong>?</p>\n';
  const choices = ['no', 'with <code>7</code>'];
  expect(data.predictions).toEqual([{ id: 'who', type: 'choices', question, choices }]);
  expect(data.steps[0]?.recorded).toBe('folded');
  expect(html).toMatch(/<details class="recorded" [^>]*><summary>Output, as recorded/);
  expect(html).not.toContain('meant to end with status');
  expect(html).not.toMatch(/You expect|<input[^>]* checked|"shows"/);
  const page = stillPage(data);
  const [prediction] = data.predictions;
  const slots = {
    ...predictedSlots(page, data.predictions),
    ...(prediction && predictionSlots(page, prediction)),
  };
  expect(Object.keys(slots)).toEqual(['predicted', 'expect']);
  for (const name of Object.keys(slots)) expect(html).toContain(`data-slot="${name}"`);
  const order = [
    'Does it',
    'data-step="look"',
    'id="what-you-know-now"',
    'data-slot="predicted"',
    'id="credits"',
  ];
  const places = order.map((text) => html.indexOf(text));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
});

it('a claim is one line that says whose it is, and its argument is folded', () => {
  const text = `---\ntitle: T\nsummary: s\narticle: A\nhosts: [worker]\n---\n\n# T\n
::: claim A1 refuted
See *yourself*. Count.

\`\`\`sh {name=count}
true
\`\`\`
:::

::: claim A2 limited open
Is it \`so\`? Look.

\`\`\`sh {name=look}
true
\`\`\`
:::

[it](#claim-A2)

## Credits
`;
  const list = parseClaims(
    'A1: { section: Bridges, claim: A bridge routes., verdict: refuted, really: No., chapter: 7 }',
    'f',
  );
  const options = { kinds: KINDS, claims: list.claims };
  const { chapter } = parseChapter(text, { id: '07-x', folder: '/c', file: 'f' }, options);
  if (!chapter) throw new Error('the text has a mistake');
  const html = renderChapter(chapter, view);
  expect(html).not.toContain('<details class="claim" data-verdict="refuted" open');
  const [, first = '', second = ''] = html.split('<details class="claim"');
  expect(first).toMatch(/^ data-verdict="refuted">/);
  expect(second).toMatch(/^ data-verdict="limited" open/);
  const [line = '', argument = ''] = first.split('</summary>');
  expect(line.replace(/<[^>]*>/g, '')).toContain('Refuted: A bridge routes. (learnk8s)');
  expect(line).not.toContain('A1');
  expect(argument).toMatch(/^<div class="claim-argument" id="claim-A1"><p>See <em>yourself<\/em>\. Count\./);
  expect(argument).toContain('data-step="count"');
  expect(argument).toContain('section “Bridges”');
  // Of one that the list does not have, the first sentence.
  expect(second.split('</summary>')[0]?.replace(/<[^>]*>/g, '')).toContain('Holds within limits: Is it so?');
  expect(dataOf(html).steps.map(({ name }) => name)).toEqual(['count', 'look']);
});

it('scenery is one row, and its command and output are folded', () => {
  const html = renderChapter(CHAPTER, view);
  const [, card = ''] = html.split('id="step-inside"');
  const [fold = '', row = ''] = card.split('</details>');
  expect(fold.split('</summary>')[0]).toMatch(/<summary>Scenery: inside <span class="step-host">worker2</);
  for (const part of ['data-command', 'data-slot="recorded"', 'data-slot="result"'])
    expect(fold).toContain(part);
  expect(row).toMatch(/data-slot="status".*aria-label="Run step inside on worker2"/s);
  expect(html.split('id="step-first"')[1]?.split('id="step-')[0]).not.toContain('<details');
});

it('what a learner has is in the page before any script runs', () => {
  const progress = { build: { done: true, points: 7, possible: 10, hintsShown: 0 } };
  const html = renderChapter(CHAPTER, { ...view, progress });
  expect(html).toContain('<span class="earned">7 of 10 points</span>');
  expect(html).toMatch(
    /data-state="pass"><span class="visually-hidden">done: <\/span><\/span><a href="#exercise-build">/,
  );
});

it('every place that the browser takes over is rendered', () => {
  const html = renderChapter(CHAPTER, view);
  const data = dataOf(html);
  const page = stillPage(data);
  /** The part of the page from the element of that id to the next of its like. */
  const part = (id: string): string =>
    html.slice(html.indexOf(`id="${id}"`)).split(/id="(?:step|exercise|question)-[a-z]+"/)[1] ?? '';
  const places = [
    ...data.steps.map((step) => [part(`step-${step.name}`), stepSlots(page, step)] as const),
    ...data.questions.map(
      (question) => [part(`question-${question.id}`), questionSlots(page, question)] as const,
    ),
    ...data.exercises.map((exercise) => [html, exerciseSlots(page, exercise)] as const),
  ];
  for (const [text, slots] of places) {
    for (const name of Object.keys(slots)) expect(text).toContain(`data-slot="${name}"`);
  }
});
