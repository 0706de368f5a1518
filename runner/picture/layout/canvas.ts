/** Collects what a layout draws. */

import { shorten, textWidth } from './label-text.ts';
import type { Box, Label, Line, Point } from './layout-model.ts';
import { TEXT, type TextSize } from './sizes.ts';

/** Line height over the size of the text. */
const LEADING = 1.2;

export interface LabelRequest extends Pick<Label, 'key' | 'kind' | 'strong'> {
  readonly size: TextSize;
  readonly text: string;
  readonly x: number;
  /** Of the middle of the line. */
  readonly y: number;
  /** What is longer ends in `…`. */
  readonly width: number;
}

export class Canvas {
  readonly boxes: Box[] = [];
  readonly lines: Line[] = [];
  readonly labels: Label[] = [];

  box(box: Box): void {
    this.boxes.push(box);
  }

  /** Points that are the same as the one before are left out. */
  line({ points, ...line }: Line): void {
    const path = points.filter(
      (point, at) => at === 0 || point.x !== points[at - 1]?.x || point.y !== points[at - 1]?.y,
    );
    this.lines.push({ ...line, points: path });
  }

  /** @returns the x where the text ends; its beginning when nothing of it found room */
  label({ x, y, width, text, size, ...label }: LabelRequest): number {
    const shown = shorten(text, width, size);
    if (shown === '') return x;
    const height = Math.ceil(TEXT[size] * LEADING);
    const own = textWidth(shown, size);
    this.labels.push({ ...label, size, text: shown, x, y: Math.round(y - height / 2), width: own, height });
    return x + own;
  }
}

export const at = (x: number, y: number): Point => ({ x, y });
