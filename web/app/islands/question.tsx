/** A question comes alive: an input, the verdict on the answer, hints. */
import { useRef } from 'preact/hooks';
import type { ChapterPage } from '../page.ts';
import type { QuestionData } from '../page-data.ts';
import type { Slots } from '../slots.ts';
import { useStore } from '../store.ts';
import { BringButton } from './bring.tsx';
import { useChangedMark } from './changed.ts';
import { EvidenceFold } from './checks.tsx';
import { HintButton, ShownHints } from './hints.tsx';
import { Points } from './points.tsx';

interface Place {
  readonly page: ChapterPage;
  readonly question: QuestionData;
}

function Verdict({ page, question: { id } }: Place) {
  const result = useStore(page.store, (state) => state.answers[id] ?? state.checks[id]?.[0]);
  const done = useStore(page.store, (state) => state.items[id]?.done === true);
  const row = useRef<HTMLDivElement>(null);
  useChangedMark(row, result && `${result.verdict} ${result.diagnosis}`);
  if (result === undefined || result.verdict === 'waiting') {
    return done ? (
      <div class="verdict" data-state="pass">
        <span class="mark" data-state="pass" />
        <p>You have answered this.</p>
      </div>
    ) : null;
  }
  return (
    <div class="verdict" data-state={result.verdict} ref={row}>
      <span class="mark" data-state={result.verdict} />
      <div class="check-body">
        <p class="diagnosis">{result.diagnosis}</p>
        <EvidenceFold evidence={result.evidence} label="Evidence" />
      </div>
    </div>
  );
}

function Answer({ page, question }: Place) {
  const { id } = question;
  const judging = useStore(page.store, (state) => state.judging[id] === true);
  const ready = useStore(page.store, (state) => state.connection === 'open' && state.lab.state === 'ready');
  const input = useRef<HTMLInputElement>(null);
  const answer = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = input.current?.value.trim() ?? '';
    if (text === '' || !ready || judging) return;
    if (page.control.send({ type: 'answer', question: id, text })) {
      page.store.dispatch({ type: 'asked-verdict', item: id });
    }
  };
  return (
    <>
      <form class="answer" onSubmit={answer}>
        <input
          ref={input}
          type="text"
          name="answer"
          maxLength={200}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          placeholder="Your answer"
          aria-labelledby={`question-${id}_title`}
        />
        <button type="submit" class="button" aria-disabled={!ready || judging}>
          {judging ? 'Looking ...' : 'Answer'}
        </button>
      </form>
      <Verdict page={page} question={question} />
    </>
  );
}

function Actions({ page, question: { id, hints } }: Place) {
  return (
    <>
      <ShownHints page={page} item={id} />
      <div class="actions">
        <HintButton page={page} item={id} total={hints} />
        <BringButton page={page} to={id} what="question" />
      </div>
    </>
  );
}

export const questionSlots = (page: ChapterPage, question: QuestionData): Slots => ({
  answer: <Answer page={page} question={question} />,
  points: <Points page={page} item={question.id} possible={question.points} />,
  actions: <Actions page={page} question={question} />,
});
