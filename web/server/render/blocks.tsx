/** The chapter's blocks, in order, and the table of contents that falls out of them. Pure. */
import type { VNode } from 'preact';
import { wordsOfClaim } from '../../../runner/chapter/claim-words.ts';
import type { Block, Check, Exercise, Prediction, Question } from '../../../runner/chapter/model.ts';
import type { ChapterPage } from '../../app/page.ts';
import type { ContentsEntry, ExerciseData, PredictionData, QuestionData } from '../../app/page-data.ts';
import { Claim } from './claim.tsx';
import { FigureBlock } from './figure.tsx';
import { ExerciseCard, QuestionCard } from './items.tsx';
import { type Prose, renderProse } from './markdown.ts';
import { PredictionCard } from './prediction.tsx';
import { raw } from './raw.ts';
import { StepCard } from './step.tsx';

/** One rendering of one chapter. */
export interface Rendering {
  readonly page: ChapterPage;
  readonly prose: Prose;
  readonly contents: ContentsEntry[];
  readonly exercises: ExerciseData[];
  readonly questions: QuestionData[];
  readonly predictions: PredictionData[];
  /** Names of the steps that a prediction is about. */
  readonly predicted: ReadonlySet<string>;
  /** The line beside a check's tick. */
  readonly checkTitle: (check: Check) => string;
}

type Aside = Extract<Block, { type: 'aside' }>;

function aside({ flavour, claim, blocks }: Aside, rendering: Rendering): VNode {
  const text = blocksOf(blocks, rendering, false);
  if (claim) {
    const words = raw(renderProse(wordsOfClaim(claim, blocks), rendering.prose));
    return <Claim claim={claim} words={words} argument={text} />;
  }
  return (
    <aside class={`aside aside-${flavour}`}>
      <p class="label">{flavour === 'really' ? 'What really happens' : 'Note'}</p>
      {text}
    </aside>
  );
}

/** What shows the same on a node of a cluster; nothing here runs. */
function ClusterAside({ text }: { text: VNode }) {
  return (
    <aside class="aside aside-cluster">
      <p class="label">On a real node</p>
      {text}
    </aside>
  );
}

function Recall({ question, answer }: { question: VNode; answer: VNode }) {
  return (
    <details class="recall">
      <summary>{question}</summary>
      <div class="recall-answer">{answer}</div>
    </details>
  );
}

/** What the page is told of both kinds of item; its line in the table of contents. */
function itemData(
  kind: 'exercise' | 'question',
  { id, title, points, hints }: Exercise | Question,
  rendering: Rendering,
) {
  rendering.contents.push({ anchor: `${kind}-${id}`, text: title, item: id });
  return { id, title, points, hints: hints.length };
}

function exerciseCard(exercise: Exercise, rendering: Rendering): VNode {
  const checks = exercise.checks.map((check) => ({ id: check.id, title: rendering.checkTitle(check) }));
  const data = { ...itemData('exercise', exercise, rendering), checks };
  rendering.exercises.push(data);
  const task = blocksOf(exercise.task, rendering, false);
  return <ExerciseCard page={rendering.page} exercise={data} hints={exercise.hints} task={task} />;
}

function questionCard(question: Question, rendering: Rendering): VNode {
  const data = itemData('question', question, rendering);
  rendering.questions.push(data);
  const task = blocksOf(question.prose, rendering, false);
  return <QuestionCard page={rendering.page} question={data} hints={question.hints} task={task} />;
}

function predictionCard(prediction: Prediction, rendering: Rendering): VNode {
  const { id } = prediction;
  const question = renderProse(prediction.question.tokens, rendering.prose);
  const data: PredictionData =
    prediction.type === 'number'
      ? { id, question, type: 'number', unit: prediction.unit }
      : {
          id,
          question,
          type: 'choices',
          choices: prediction.choices.map(({ says }) => renderProse(says.tokens, rendering.prose)),
        };
  rendering.predictions.push(data);
  return <PredictionCard page={rendering.page} prediction={data} />;
}

function blockOf(block: Block, rendering: Rendering, top: boolean): VNode {
  switch (block.type) {
    case 'prose': {
      const { headings } = rendering.prose;
      const before = headings.length;
      const text = renderProse(block.tokens, rendering.prose, { dropTitle: top });
      const sections = top ? headings.slice(before).filter(({ level }) => level === 2) : [];
      rendering.contents.push(...sections.map(({ id, text }) => ({ anchor: id, text })));
      return raw(text);
    }
    case 'step':
      rendering.contents.push({
        anchor: `step-${block.step.name}`,
        text: block.step.name,
        step: block.step.name,
      });
      return (
        <StepCard
          page={rendering.page}
          step={block.step}
          predicted={rendering.predicted.has(block.step.name)}
        />
      );
    case 'exercise':
      return exerciseCard(block.exercise, rendering);
    case 'question':
      return questionCard(block.question, rendering);
    case 'aside':
      return aside(block, rendering);
    case 'cluster':
      return <ClusterAside text={raw(renderProse(block.tokens, rendering.prose))} />;
    case 'recall':
      return (
        <Recall
          question={raw(renderProse(block.question.tokens, rendering.prose, { wordless: true }))}
          answer={raw(renderProse(block.answer.tokens, rendering.prose))}
        />
      );
    case 'predict':
      return predictionCard(block.prediction, rendering);
    case 'figure':
      return <FigureBlock chapter={rendering.page.chapter} figure={block.figure} />;
  }
}

/** `top`: blocks of the chapter itself; only their headings enter the table of contents. */
export function blocksOf(blocks: readonly Block[], rendering: Rendering, top = true): VNode[] {
  return blocks.map((block) => blockOf(block, rendering, top));
}
