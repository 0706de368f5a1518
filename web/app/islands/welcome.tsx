/** Told once in a browser, at the head of the first chapter that it opens: what a learner may do here without fear. */
import { remember } from '../remembered.ts';
import type { Slots } from '../slots.ts';

/** before-paint.ts hides the strip in a browser that remembers. */
function gotIt(): void {
  remember('welcomed', 'yes');
  document.documentElement.dataset.welcomed = '';
  // The button is gone: who goes on by keys goes on from the chapter's beginning.
  document.getElementById('chapter')?.focus({ preventScroll: true });
}

function Welcome() {
  return (
    <aside class="welcome" aria-label="Before you begin">
      <p>
        Each terminal is a real root shell on a lab host, in a sandbox of your own. The sandbox has no link to
        your network and cannot change your files, so try whatever you like. Reset gives you a fresh one.
        Hints cost no points.
      </p>
      <button type="button" class="button" onClick={gotIt}>
        Got it
      </button>
    </aside>
  );
}

export const welcomeSlots = (): Slots => ({ welcome: <Welcome /> });
