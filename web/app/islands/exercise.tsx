/** An exercise comes alive: ticks that come and go, points, hints, Check now, Bring me here. */
import type { LiveCheck } from '../../protocol.ts';
import type { ChapterPage } from '../page.ts';
import type { ExerciseData } from '../page-data.ts';
import type { Slots } from '../slots.ts';
import { useStore } from '../store.ts';
import { BringButton } from './bring.tsx';
import { CheckRow, type Shown } from './checks.tsx';
import { HintButton, ShownHints } from './hints.tsx';
import { Points } from './points.tsx';

interface Place {
  readonly page: ChapterPage;
  readonly exercise: ExerciseData;
}

/** The list before the first verdicts come. */
const untouched = ({ checks }: ExerciseData): LiveCheck[] =>
  checks.map((check) => ({ ...check, kind: '', verdict: 'skip', diagnosis: '', evidence: [], ms: 0 }));

function Checks({ page, exercise }: Place) {
  const { id } = exercise;
  const judged = useStore(page.store, (state) => state.checks[id]);
  const touched = useStore(page.store, (state) => state.touched[id] === true);
  const shown = ({ because, verdict }: LiveCheck): Shown => {
    if (!judged || because !== undefined) return 'waiting';
    return verdict === 'fail' && !touched ? 'waiting' : verdict;
  };
  /** A failure whose cause is shown with another check only says with which. */
  const after = ({ because }: LiveCheck): string | undefined =>
    touched ? judged?.find((other) => other.id === because)?.title : undefined;
  return (
    <ul class="checks" aria-label="What is checked">
      {(judged ?? untouched(exercise)).map((check) => (
        <CheckRow key={check.id} check={check} shown={shown(check)} after={after(check)} />
      ))}
    </ul>
  );
}

function CheckNow({ page, exercise: { id } }: Place) {
  const judging = useStore(page.store, (state) => state.judging[id] === true);
  const ready = useStore(page.store, (state) => state.connection === 'open' && state.lab.state === 'ready');
  const check = (): void => {
    if (!ready || judging) return;
    if (page.control.send({ type: 'check', exercise: id })) {
      page.store.dispatch({ type: 'asked-verdict', item: id });
    }
  };
  return (
    <button type="button" class="button" aria-disabled={!ready || judging} onClick={check}>
      {judging ? 'Looking ...' : 'Check now'}
    </button>
  );
}

function AllPassed({ page, exercise: { id } }: Place) {
  const state = useStore(page.store, ({ checks, items }) => {
    const results = checks[id];
    if (results?.every((check) => check.verdict === 'pass')) return 'now';
    return items[id]?.done ? 'before' : 'no';
  });
  const tooEarly = useStore(page.store, ({ tooEarly }) => tooEarly[id] === true);
  if (state === 'no') {
    return tooEarly ? <p class="too-early">Nothing that you typed has changed any of this yet.</p> : null;
  }
  return (
    <p class="all-passed">
      {state === 'now' ? 'All of it is there.' : 'You have done this before; the points are yours.'}
    </p>
  );
}

function Actions(place: Place) {
  const { page, exercise } = place;
  const { id, hints } = exercise;
  return (
    <>
      <ShownHints page={page} item={id} />
      <AllPassed {...place} />
      <div class="actions">
        <CheckNow {...place} />
        <HintButton page={page} item={id} total={hints} />
        <BringButton page={page} to={id} what="exercise" />
      </div>
    </>
  );
}

export const exerciseSlots = (page: ChapterPage, exercise: ExerciseData): Slots => ({
  checks: <Checks page={page} exercise={exercise} />,
  points: <Points page={page} item={exercise.id} possible={exercise.points} />,
  actions: <Actions page={page} exercise={exercise} />,
});
