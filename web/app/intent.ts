/** One intent, one run: which presses of a button are meant. Pure: the time of a press comes with it. */

/** Two presses within half a second are one: a double click, an impatient finger. Milliseconds. */
const BURST_MS = 500;

/** The parts of a click event that tell. A key's click has no `detail`. */
export type Press = Pick<MouseEvent, 'timeStamp' | 'detail'>;

/** @returns whether a press is a new intent; presses must be told in their order, the meaningless ones, too. */
export function createIntent(): (press: Press) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return ({ timeStamp, detail }) => {
    const again = timeStamp - last < BURST_MS;
    last = timeStamp;
    // The browser counts clicks by the double-click time that its user has chosen, which may be longer.
    return !again && detail <= 1;
  };
}
