/** The one quiet line for what is wrong with the page itself: connection, sandbox, a refused wish. It covers nothing that is read. */
import type { ChapterPage } from '../page.ts';
import type { Slots } from '../slots.ts';
import type { Lab } from '../state.ts';
import { useStore } from '../store.ts';
import { Bringing, useFreshQuestion } from './bring.tsx';

function Remedy({ text }: { text: string | undefined }) {
  return text === undefined ? null : (
    <span>
      {' '}
      What helps: <code>{text}</code>
    </span>
  );
}

const sentence = (words: string): string => `${words.replace(/\.$/, '')}.`;

function BringBack({ page }: { page: ChapterPage }) {
  return (
    <button type="button" class="button primary" onClick={() => page.control.send({ type: 'bring-back' })}>
      Bring me back to where I was
    </button>
  );
}

/** A new sandbox in the place of one that was used, and nobody has asked for it. */
function Lost({ page, lost }: { page: ChapterPage; lost: NonNullable<Lab['lost']> }) {
  return (
    <div class="banner" data-state="error" role="alert">
      <span class="mark" data-state="error" />
      <p>The sandbox that you worked in is gone. This one is empty.</p>
      {lost.reached !== undefined && <BringBack page={page} />}
      <button type="button" class="button" onClick={() => page.control.send({ type: 'stay' })}>
        Go on with this one
      </button>
    </div>
  );
}

/** The page asks on and on with the newest key of its origin, so opening the link in another tab is enough. */
function Refused() {
  return (
    <div class="banner" data-state="error" role="alert">
      <span class="mark" data-state="error" />
      <p>
        Wirebook does not know this browser any more. A fresh link lets it in again, and this page goes on by
        itself.
        <Remedy text={`npx wirebook serve --port ${location.port || '80'}`} />
      </p>
    </div>
  );
}

function Banner({ page }: { page: ChapterPage }) {
  const { store } = page;
  const connection = useStore(store, (state) => state.connection);
  const lab = useStore(store, (state) => state.lab);
  const notice = useStore(store, (state) => state.notice);
  useFreshQuestion(page);
  if (connection === 'refused') return <Refused />;
  if (connection === 'lost') {
    return (
      <div class="banner" data-state="waiting" role="status">
        <span class="mark" data-state="busy" />
        <p>Connection lost, trying again ...</p>
      </div>
    );
  }
  if (lab.state === 'failed') {
    return (
      <div class="banner" data-state="fail" role="alert">
        <span class="mark" data-state="fail" />
        <p>
          The sandbox failed: {sentence(lab.error ?? 'no reason given')}
          <Remedy text={lab.remedy} />
        </p>
        {lab.lost?.reached !== undefined && <BringBack page={page} />}
        <button type="button" class="button" onClick={() => page.control.send({ type: 'reset' })}>
          Try a fresh one
        </button>
      </div>
    );
  }
  if (lab.lost && lab.state === 'ready') return <Lost page={page} lost={lab.lost} />;
  if (lab.bringing) return <Bringing page={page} bringing={lab.bringing} />;
  if (!notice) return null;
  const mark = notice.plain ? 'pass' : 'error';
  return (
    <div class="banner" data-state={mark} role={notice.plain ? 'status' : 'alert'}>
      <span class="mark" data-state={mark} />
      <p>
        {notice.message}
        <Remedy text={notice.remedy} />
      </p>
      <button type="button" class="button" onClick={() => store.dispatch({ type: 'notice-read' })}>
        Close
      </button>
    </div>
  );
}

function Announcer({ page }: { page: ChapterPage }) {
  return <>{useStore(page.store, (state) => state.said)}</>;
}

export const bannerSlots = (page: ChapterPage): Slots => ({
  banner: <Banner page={page} />,
  announcer: <Announcer page={page} />,
});
