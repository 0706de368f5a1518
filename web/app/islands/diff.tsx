/** How a run differs from the recording: a comparison, not a failure. */

import type { Comparison } from '../../protocol.ts';
import { plainText } from '../../protocol.ts';

const SIGN = { same: ' ', recorded: '−', found: '+' } as const;
const SPOKEN = { same: '', recorded: 'recorded: ', found: 'yours: ' } as const;

export function Diff({ lines }: { lines: Comparison['diff'] }) {
  return (
    <details class="diff">
      <summary>Differs from the recording</summary>
      <p class="legend">
        <span class="diff-recorded">− recorded</span> <span class="diff-found">+ yours</span>
      </p>
      <section aria-label="Recorded and found output, line by line">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
        <pre class="output" tabIndex={0}>
          <code>
            {lines.map((line, index) => (
              <span key={`${index}-${line.kind}`} class={`diff-line diff-${line.kind}`}>
                <span aria-hidden="true">{SIGN[line.kind]} </span>
                <span class="visually-hidden">{SPOKEN[line.kind]}</span>
                {plainText(line.text)}
                {'\n'}
              </span>
            ))}
          </code>
        </pre>
      </section>
    </details>
  );
}
