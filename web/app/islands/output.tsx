/** A run's output as text, folded when it is long. */
import { useState } from 'preact/hooks';
import { plainText } from '../../protocol.ts';

/** Outputs up to FOLD_ABOVE lines are shown whole; longer ones begin with FOLDED lines. MOST bounds the page's work. */
const FOLD_ABOVE = 18;
const FOLDED = 12;
const MOST = 2000;

export function Output({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const lines = plainText(text).replace(/\n+$/, '').split('\n');
  if (lines.length === 1 && lines[0] === '') return <p class="no-output">It printed nothing.</p>;
  const long = lines.length > FOLD_ABOVE;
  const shown = long ? lines.slice(0, open ? MOST : FOLDED) : lines;
  return (
    <>
      <section aria-label="Output">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
        <pre class="output" tabIndex={0}>
          <code>{shown.join('\n')}</code>
        </pre>
      </section>
      {long && (
        <button type="button" class="button fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? `Fold: the first ${FOLDED} lines` : `Show all ${lines.length} lines`}
        </button>
      )}
      {open && lines.length > MOST && (
        <p class="no-output">These are the first {MOST} lines. The terminal has the last ones.</p>
      )}
    </>
  );
}
