/** All keys of the page in a dialog, and the button that opens it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { OPEN_KEYS } from '../keys/keys.ts';
import type { Slots } from '../slots.ts';

/** Keys that are pressed together, in ways that do the same. */
function Keys({ ways }: { ways: readonly (readonly string[])[] }) {
  return (
    <>
      {ways.map((way, index) => (
        <span key={way.join()}>
          {index > 0 && ' or '}
          {way.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      ))}
    </>
  );
}

function Row({ ways, children }: { ways: readonly (readonly string[])[]; children: ComponentChildren }) {
  return (
    <>
      <dt>
        <Keys ways={ways} />
      </dt>
      <dd>{children}</dd>
    </>
  );
}

function ChapterKeys() {
  return (
    <>
      <h3>Steps</h3>
      <dl>
        <Row ways={[['J']]}>To the next step</Row>
        <Row ways={[['K']]}>To the step before</Row>
        <Row ways={[['Shift', 'Enter']]}>Run this step, and go on to the next</Row>
        <Row ways={[['Enter']]}>Run this step, and stay</Row>
      </dl>
      <h3>Terminal</h3>
      <dl>
        <Row ways={[['Ctrl', 'Shift', 'F6']]}>Into the terminal, and back to where you were</Row>
        <Row ways={[['←'], ['→']]}>To another host's terminal, from its tab</Row>
        <Row ways={[['Ctrl', 'Shift', 'C']]}>Copy what is selected in the terminal</Row>
        <Row ways={[['Ctrl', 'Shift', 'V']]}>Paste into the terminal</Row>
      </dl>
      <p>
        In the terminal every other key is the shell's. Leave the terminal first, then use the keys above.
      </p>
    </>
  );
}

function KeysDialog({ inChapter }: { inChapter: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const open = (): void => {
    if (dialog.current?.open) return;
    dialog.current?.showModal();
    // Not the button at the end: that would scroll a long list away.
    title.current?.focus();
  };
  useEffect(() => {
    document.addEventListener(OPEN_KEYS, open);
    return () => document.removeEventListener(OPEN_KEYS, open);
  });
  return (
    <>
      <button
        type="button"
        class="button quiet-button keys-button"
        onClick={open}
        title="All keys (?)"
        aria-label="All keys"
        aria-haspopup="dialog"
      >
        <span aria-hidden="true">?</span>
      </button>
      <dialog ref={dialog} class="dialog keys-dialog" aria-labelledby="keys_title">
        <h2 id="keys_title" tabIndex={-1} ref={title}>
          Keys
        </h2>
        {inChapter && <ChapterKeys />}
        <h3>Anywhere</h3>
        <dl>
          <Row ways={[['Ctrl', 'K'], ['/']]}>Search chapters, commands and exercises</Row>
          <Row ways={[['?']]}>These keys</Row>
          <Row ways={[['Esc']]}>Close what is open</Row>
        </dl>
        <form method="dialog" class="dialog-actions">
          <button class="button" type="submit">
            Close
          </button>
        </form>
      </dialog>
    </>
  );
}

export const keysSlots = (inChapter: boolean): Slots => ({ keys: <KeysDialog inChapter={inChapter} /> });
