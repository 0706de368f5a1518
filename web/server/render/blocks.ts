/** The chapter's blocks as HTML, in order, and the table of contents that falls out of it. Pure. */
import type { Block, Check, Exercise, Question } from '../../../runner/chapter/model.ts';
import type { ItemProgress } from '../../protocol.ts';
import { type Html, html, raw } from './html.ts';
import { type Prose, renderHint, renderProse } from './markdown.ts';
import { renderStep } from './step.ts';
import type { TocEntry } from './toc.ts';

/** One rendering of one chapter. */
export interface Rendering {
  readonly prose: Prose;
  readonly toc: TocEntry[];
  readonly progress: Readonly<Record<string, ItemProgress>>;
  /** The line beside a check's tick. */
  readonly checkTitle: (check: Check) => string;
}

type Aside = Extract<Block, { type: 'aside' }>;

const CLAIM_VERDICTS = {
  holds: 'it holds',
  limited: 'it holds within limits',
  refuted: 'the kernel disagrees',
} as const;

function asideLabel(aside: Aside): string {
  if (aside.flavour === 'really') return 'What really happens';
  if (aside.flavour === 'claim' && aside.claim) {
    return `Claim ${aside.claim.id}: ${CLAIM_VERDICTS[aside.claim.verdict]}`;
  }
  return 'Note';
}

function renderAside(aside: Aside, rendering: Rendering): Html {
  return html`<aside class="aside aside-${aside.flavour}"><p class="label">${asideLabel(aside)}</p>
${renderBlocks(aside.blocks, rendering, false)}</aside>
`;
}

/** Without a script hints cannot come one at a time from the server, so they are in the page, folded. */
function renderHints({ id, hints }: Pick<Exercise, 'id' | 'hints'>): Html {
  return html`<noscript>${hints.map(
    (hint, index) =>
      html`<details class="hint"><summary>Hint ${index + 1} of ${hints.length}</summary>${raw(renderHint(hint.tokens, id, index))}</details>`,
  )}</noscript>`;
}

function points(number: number): string {
  return number === 1 ? '1 point' : `${number} points`;
}

function renderExercise(exercise: Exercise, rendering: Rendering): Html {
  const anchor = `exercise-${exercise.id}`;
  rendering.toc.push({ type: 'exercise', anchor, text: exercise.title, item: exercise.id });
  const checks = exercise.checks.map(
    (check) =>
      html`<li class="check" data-check="${check.id}" data-state="waiting"><span class="mark" data-state="waiting"></span><span class="check-title">${rendering.checkTitle(check)}</span></li>`,
  );
  return html`<section class="card exercise" id="${anchor}" data-exercise="${exercise.id}" data-points="${exercise.points}" data-hints="${exercise.hints.length}" aria-labelledby="${anchor}_title">
<header class="card-head"><p class="label">Exercise <span class="points" data-slot="points">${points(exercise.points)}</span></p>
<h3 id="${anchor}_title">${exercise.title}</h3></header>
<div class="task">${renderBlocks(exercise.task, rendering, false)}</div>
<div data-slot="checks"><ul class="checks" aria-label="What is checked">${checks}</ul></div>
${renderHints(exercise)}
<div data-slot="actions"></div>
</section>
`;
}

function renderQuestion(question: Question, rendering: Rendering): Html {
  const anchor = `question-${question.id}`;
  const title = question.title;
  rendering.toc.push({ type: 'question', anchor, text: title, item: question.id });
  return html`<section class="card question" id="${anchor}" data-question="${question.id}" data-points="${question.points}" data-hints="${question.hints.length}" aria-labelledby="${anchor}_title">
<header class="card-head"><p class="label">Question <span class="points" data-slot="points">${points(question.points)}</span></p>
<h3 id="${anchor}_title">${title}</h3></header>
<div class="task">${renderBlocks(question.prose, rendering, false)}</div>
<div data-slot="answer"><p class="quiet">The answer is read from your own sandbox, so it can be given only where the steps can be run.</p></div>
${renderHints(question)}
<div data-slot="actions"></div>
</section>
`;
}

function renderBlock(block: Block, rendering: Rendering, top: boolean): Html {
  switch (block.type) {
    case 'prose': {
      const before = rendering.prose.headings.length;
      const text = raw(renderProse(block.tokens, rendering.prose, { dropTitle: top }));
      if (top) {
        for (const heading of rendering.prose.headings.slice(before)) {
          if (heading.level !== 2) continue;
          rendering.toc.push({ type: 'section', anchor: heading.id, text: heading.text });
        }
      }
      return text;
    }
    case 'step':
      return renderStep(block.step);
    case 'exercise':
      return renderExercise(block.exercise, rendering);
    case 'question':
      return renderQuestion(block.question, rendering);
    case 'aside':
      return renderAside(block, rendering);
  }
}

/** `top`: blocks of the chapter itself; only their headings enter the table of contents. */
export function renderBlocks(blocks: readonly Block[], rendering: Rendering, top = true): Html {
  return html`${blocks.map((block) => renderBlock(block, rendering, top))}`;
}
