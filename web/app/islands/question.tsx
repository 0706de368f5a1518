/** A question comes alive: an input, the verdict on the answer, hints. */
import { useRef } from 'preact/hooks';
import type { ChapterPage } from '../page.ts';
import { fillSlot } from '../slots.ts';
import { useStore } from '../store.ts';
import { BringButton } from './bring.tsx';
import { useChangedMark } from './changed.ts';
import { EvidenceFold } from './checks.tsx';
import { HintButton, ShownHints } from './hints.tsx';
import { Points } from './points.tsx';

interface Place {
  readonly page: ChapterPage;
  readonly id: string;
  readonly hints: number;
  /** Id of the heading that names the question. */
  readonly labelledBy: string;
}

function Verdict({ page, id }: Place) {
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

function Answer({ place }: { place: Place }) {
  const { page, id, labelledBy } = place;
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
          aria-labelledby={labelledBy}
        />
        <button type="submit" class="button" aria-disabled={!ready || judging}>
          {judging ? 'Looking ...' : 'Answer'}
        </button>
      </form>
      <Verdict {...place} />
    </>
  );
}

export function startQuestions(page: ChapterPage): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-question]')) {
    const { question: id = '', points = '0', hints = '0' } = element.dataset;
    const labelledBy = element.getAttribute('aria-labelledby') ?? '';
    const place: Place = { page, id, hints: Number(hints), labelledBy };
    fillSlot(element, 'answer', <Answer place={place} />);
    fillSlot(element, 'points', <Points page={page} item={id} possible={Number(points)} />);
    fillSlot(
      element,
      'actions',
      <>
        <ShownHints page={page} item={id} />
        <div class="actions">
          <HintButton page={page} item={id} total={Number(hints)} />
          <BringButton page={page} to={id} what="question" />
        </div>
      </>,
    );
  }
}
