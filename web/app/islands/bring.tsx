/** "Bring me here": a fresh sandbox and everything that comes before this place, run for the learner. */
import { ask } from '../ask.ts';
import type { ChapterPage } from '../page.ts';
import { useStore } from '../store.ts';
import { confirm } from './confirm.ts';

export function BringButton({ page, to, what }: { page: ChapterPage; to: string; what: string }) {
  const free = useStore(page.store, (state) => state.connection === 'open' && state.lab.state !== 'working');
  const bring = async (): Promise<void> => {
    if (!free) return;
    const yes = await confirm({
      title: `Bring the sandbox to this ${what}?`,
      text: `You get a fresh sandbox, and everything that comes before this ${what} is run in it for you. What is in the terminals now is lost; your points stay.`,
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
