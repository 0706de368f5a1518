/** The mark of a namespace in which rules rewrite addresses. Pure. */
import type { Namespace } from '../scene/scene-model.ts';
import type { Canvas } from './canvas.ts';
import { natSays, natText } from './drawn-words.ts';
import { shorten, textWidth } from './label-text.ts';
import { natRow } from './rows.ts';
import { PORT } from './sizes.ts';

export function drawNat(canvas: Canvas, namespace: Namespace, x: number, y: number, most: number): void {
  const key = natRow(namespace.key);
  const text = shorten(natText(namespace), most - 2 * PORT.padding, 'note');
  if (text === '') return;
  const width = textWidth(text, 'note');
  const box = { x, y: y - PORT.height / 2, width: width + 2 * PORT.padding, height: PORT.height };
  canvas.box({ ...box, key, shape: 'nat', says: natSays(namespace) });
  canvas.label({ key, kind: 'fact', size: 'note', text, x: x + PORT.padding, y, width });
}
