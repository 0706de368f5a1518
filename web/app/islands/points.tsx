/** Points of one item, and of the whole chapter. Earned points stay earned. */
import type { ChapterPage } from '../page.ts';
import { useStore } from '../store.ts';

function words(number: number): string {
  return number === 1 ? '1 point' : `${number} points`;
}

export function Points({ page, item, possible }: { page: ChapterPage; item: string; possible: number }) {
  const progress = useStore(page.store, (state) => state.items[item]);
  if (!progress || progress.points === 0) return <>{words(possible)}</>;
  return (
    <span class="earned">
      {progress.points} of {words(progress.possible)}
    </span>
  );
}

export function Total({ page, possible }: { page: ChapterPage; possible: number }) {
  const earned = useStore(page.store, (state) =>
    Object.values(state.items).reduce((sum, item) => sum + item.points, 0),
  );
  return (
    <>
      {earned} of {words(possible)}
    </>
  );
}
