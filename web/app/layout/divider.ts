/** The line between chapter and terminals: dragged, moved by arrow keys, remembered. Widths are per cent of both. */
import { remember, remembered } from '../remembered.ts';

const LEAST = 25;
const MOST = 75;
const USUAL = 50;
const KEY_STEP = 2;

export function startDivider(): void {
  const divider = document.querySelector<HTMLElement>('[data-divider]');
  if (!divider) return;
  let split = Number(remembered('split')) || USUAL;
  const show = (to: number): void => {
    split = Math.min(MOST, Math.max(LEAST, to));
    document.documentElement.style.setProperty('--split', `${split}%`);
    divider.setAttribute('aria-valuenow', String(Math.round(split)));
  };
  const settle = (to: number): void => {
    show(to);
    remember('split', split.toFixed(1));
  };
  for (const [name, value] of Object.entries({
    role: 'separator',
    tabindex: '0',
    'aria-orientation': 'vertical',
    'aria-label': 'Width of the chapter',
    'aria-controls': 'chapter',
    'aria-valuemin': String(LEAST),
    'aria-valuemax': String(MOST),
    title: 'Drag, or use the arrow keys; double click for the usual width',
  })) {
    divider.setAttribute(name, value);
  }
  show(split);
  divider.addEventListener('pointerdown', (event) => {
    divider.setPointerCapture(event.pointerId);
    divider.toggleAttribute('data-dragging', true);
    event.preventDefault();
  });
  divider.addEventListener('pointermove', (event) => {
    const columns = divider.parentElement?.getBoundingClientRect();
    if (columns && divider.hasPointerCapture(event.pointerId)) {
      show(((event.clientX - columns.left) / columns.width) * 100);
    }
  });
  divider.addEventListener('lostpointercapture', () => {
    divider.toggleAttribute('data-dragging', false);
    settle(split);
  });
  divider.addEventListener('dblclick', () => settle(USUAL));
  divider.addEventListener('keydown', (event) => {
    const to = {
      ArrowLeft: split - KEY_STEP,
      ArrowRight: split + KEY_STEP,
      Home: LEAST,
      End: MOST,
      Enter: USUAL,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    settle(to);
  });
}
