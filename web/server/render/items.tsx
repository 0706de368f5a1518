/** Exercises and questions as cards: the task, and the islands that judge it. */
import type { ComponentChildren } from 'preact';
import type { Hint } from '../../../runner/chapter/model.ts';
import { exerciseSlots } from '../../app/islands/exercise.tsx';
import { questionSlots } from '../../app/islands/question.tsx';
import type { ChapterPage } from '../../app/page.ts';
import type { ExerciseData, QuestionData } from '../../app/page-data.ts';
import type { Slots } from '../../app/slots.ts';
import { renderHint } from './markdown.ts';
import { raw } from './raw.ts';

/** Without a script hints cannot come one at a time from the server, so they are in the page, folded. */
function FoldedHints({ item, hints }: { item: string; hints: readonly Hint[] }) {
  return (
    <noscript>
      {hints.map(({ tokens, line }, index) => (
        <details key={line} class="hint">
          <summary>
            Hint {index + 1} of {hints.length}
          </summary>
          {raw(renderHint(tokens, item, index))}
        </details>
      ))}
    </noscript>
  );
}

interface CardProps {
  readonly kind: 'exercise' | 'question';
  readonly item: ExerciseData | QuestionData;
  readonly hints: readonly Hint[];
  readonly slots: Slots;
  readonly task: ComponentChildren;
  readonly children: ComponentChildren;
}

function Card({ kind, item, hints, slots, task, children }: CardProps) {
  const anchor = `${kind}-${item.id}`;
  return (
    <section
      class={`card ${kind}`}
      id={anchor}
      aria-labelledby={`${anchor}_title`}
      {...{ [`data-${kind}`]: item.id }}
    >
      <header class="card-head">
        <p class="label">
          {kind === 'exercise' ? 'Exercise' : 'Question'}{' '}
          <span class="points" data-slot="points">
            {slots.points}
          </span>
        </p>
        <h3 id={`${anchor}_title`}>{item.title}</h3>
      </header>
      <div class="task">{task}</div>
      {children}
      <FoldedHints item={item.id} hints={hints} />
      <div data-slot="actions" data-needs-script>
        {slots.actions}
      </div>
    </section>
  );
}

interface ItemProps {
  readonly page: ChapterPage;
  readonly hints: readonly Hint[];
  readonly task: ComponentChildren;
}

export function ExerciseCard({
  page,
  exercise,
  hints,
  task,
}: ItemProps & { readonly exercise: ExerciseData }) {
  const slots = exerciseSlots(page, exercise);
  return (
    <Card kind="exercise" item={exercise} hints={hints} slots={slots} task={task}>
      <div data-slot="checks">{slots.checks}</div>
    </Card>
  );
}

export function QuestionCard({
  page,
  question,
  hints,
  task,
}: ItemProps & { readonly question: QuestionData }) {
  const slots = questionSlots(page, question);
  return (
    <Card kind="question" item={question} hints={hints} slots={slots} task={task}>
      <noscript>
        <p class="quiet">
          The answer is read from your own sandbox, so it can be given only where the steps can be run.
        </p>
      </noscript>
      <div data-slot="answer" data-needs-script>
        {slots.answer}
      </div>
    </Card>
  );
}
