/** A box whose content can be pulled about with the mouse, as a map. Touch screens scroll by themselves. */

/** Pixels that a hand moves when it only clicks. */
const STILL = 4;

/** @returns stops that */
export function dragToScroll(box: HTMLElement): () => void {
  let from: { x: number; y: number; left: number; top: number } | undefined;
  let pulled = false;
  const down = ({ clientX: x, clientY: y, button, pointerType }: PointerEvent): void => {
    pulled = false;
    if (button === 0 && pointerType === 'mouse') from = { x, y, left: box.scrollLeft, top: box.scrollTop };
  };
  const move = (event: PointerEvent): void => {
    if (!from) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (!pulled && Math.hypot(x, y) < STILL) return;
    if (!pulled) box.setPointerCapture(event.pointerId);
    pulled = true;
    box.scrollTo({ left: from.left - x, top: from.top - y, behavior: 'instant' });
  };
  const up = (): void => {
    from = undefined;
  };
  /** The end of a pull is no click. */
  const click = (event: MouseEvent): void => {
    if (pulled) event.stopImmediatePropagation();
  };
  box.addEventListener('pointerdown', down);
  box.addEventListener('pointermove', move);
  box.addEventListener('pointerup', up);
  box.addEventListener('pointercancel', up);
  box.addEventListener('click', click, { capture: true });
  return () => {
    box.removeEventListener('pointerdown', down);
    box.removeEventListener('pointermove', move);
    box.removeEventListener('pointerup', up);
    box.removeEventListener('pointercancel', up);
    box.removeEventListener('click', click, { capture: true });
  };
}
