/** The way to a place of the chapter: "Bring me here", "Run up to here", how far it is, Cancel, and where it has stopped. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { BringingMessage } from '../../protocol.ts';
import { ask } from '../ask.ts';
import type { ChapterPage } from '../page.ts';
import type { PageState } from '../state.ts';
import { useStore } from '../store.ts';
import { bringingWords } from '../waiting.ts';
import { confirm } from './confirm.ts';

const LOST = 'What is in the terminals now is lost; your points stay.';
const isFree = ({ connection, lab }: PageState): boolean => connection === 'open' && lab.state !== 'working';

export function BringButton({ page, to, what }: { page: ChapterPage; to: string; what: string }) {
  const free = useStore(page.store, isFree);
  const bring = async (): Promise<void> => {
    if (!free) return;
    const yes = await confirm({
      title: `Bring the sandbox to this ${what}?`,
      text: `You get a fresh sandbox, and everything that comes before this ${what} is run in it for you. ${LOST}`,
      yes: 'Bring me here',
    });
    if (yes) ask(page, { type: 'bring', to });
  };
  return (
    <button type="button" class="button quiet-button" aria-disabled={!free} onClick={bring}>
      Bring me here
    </button>
  );
}

/** The server knows whether what is missing can be run in this sandbox. */
export function UpToButton({ page, step }: { page: ChapterPage; step: string }) {
  const free = useStore(page.store, isFree);
  return (
    <button
      type="button"
      class="button tool on-demand"
      aria-disabled={!free}
      aria-label={`Run up to here: everything before step ${step}`}
      title="Run everything that comes before this step"
      onClick={() => free && ask(page, { type: 'up-to', to: step })}
    >
      Run up to here
    </button>
  );
}

/** Asks when everything can only be run in a fresh sandbox. */
export function useFreshQuestion(page: ChapterPage): void {
  const fresh = useStore(page.store, (state) => state.fresh);
  useEffect(() => {
    if (!fresh) return;
    const { to, why } = fresh;
    page.store.dispatch({ type: 'fresh-asked' });
    void confirm({
      title: `Run everything before ${to} in a fresh sandbox?`,
      text: `This one is not on the way there: ${why} You get a fresh sandbox, and everything that comes before ${to} is run in it for you. ${LOST}`,
      yes: 'Run it in a fresh one',
    }).then((yes) => yes && ask(page, { type: 'bring', to }));
  }, [fresh]);
}

export function Bringing({ page, bringing }: { page: ChapterPage; bringing: BringingMessage }) {
  return bringing.state === 'stopped' ? (
    <Stopped page={page} bringing={bringing} />
  ) : (
    <UnderWay page={page} bringing={bringing} />
  );
}

interface Place {
  readonly page: ChapterPage;
  readonly bringing: BringingMessage;
}

/** A banner that goes while the focus is in it leaves the focus with the place that was wanted, and scrolls to nothing. */
function useFocusLeftWith(place: string) {
  const banner = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = banner;
    return () => {
      if (!current?.contains(document.activeElement)) return;
      const card = document.querySelector(`#step-${place}, #exercise-${place}, #question-${place}`);
      card?.querySelector<HTMLElement>('.run, button')?.focus({ preventScroll: true });
    };
  }, [place]);
  return banner;
}

function UnderWay({ page, bringing }: Place) {
  const { to, state, done, of } = bringing;
  const ending = state === 'ending';
  const banner = useFocusLeftWith(to);
  const words = bringingWords(bringing);
  return (
    <div class="banner bringing" data-state="waiting" ref={banner}>
      <p title={words}>{words}</p>
      <span class="bringing-count">
        {done} of {of}
      </span>
      <button
        type="button"
        class="button"
        aria-disabled={ending}
        onClick={() => !ending && ask(page, { type: 'cancel' })}
      >
        Cancel
      </button>
      <progress
        aria-label={`Everything before ${to}`}
        aria-valuetext={`${done} of ${of}`}
        max={of}
        value={done}
      />
    </div>
  );
}

function Stopped({ page, bringing }: Place) {
  const { to, trouble } = bringing;
  const mark = trouble === undefined ? 'waiting' : 'error';
  const banner = useFocusLeftWith(to);
  return (
    <div class="banner" data-state={mark} ref={banner}>
      <span class="mark" data-state={mark} />
      <p>{bringingWords(bringing)}</p>
      <button type="button" class="button late" onClick={() => ask(page, { type: 'up-to', to })}>
        {trouble === undefined ? 'Go on' : 'Try again'}
      </button>
      <button type="button" class="button late" onClick={() => ask(page, { type: 'stay' })}>
        Close
      </button>
    </div>
  );
}
