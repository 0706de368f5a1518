/** Hints, one at a time, rendered by the server. */
import type { ChapterPage } from '../page.ts';
import { useStore } from '../store.ts';

export function ShownHints({ page, item }: { page: ChapterPage; item: string }) {
  const hints = useStore(page.store, (state) => state.hints[item]);
  if (!hints || hints.shown.length === 0) return null;
  return (
    <ol class="hints">
      {hints.shown.map((text, index) => (
        <li key={index} class="hint">
          <span class="label">
            Hint {index + 1} of {hints.total}
          </span>
          <div dangerouslySetInnerHTML={{ __html: text }} />
        </li>
      ))}
    </ol>
  );
}

export function HintButton({ page, item, total }: { page: ChapterPage; item: string; total: number }) {
  const shown = useStore(page.store, (state) => state.hints[item]?.shown.length ?? 0);
  const connected = useStore(page.store, (state) => state.connection === 'open');
  if (total === 0 || shown >= total) return null;
  return (
    <button
      type="button"
      class="button"
      aria-disabled={!connected}
      onClick={() => page.control.send({ type: 'hint', item })}
    >
      {shown === 0 ? 'Show a hint' : `Show hint ${shown + 1} of ${total}`}
    </button>
  );
}
