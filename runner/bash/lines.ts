/** Lines of a text by offset. Pure. */
import type { Span } from './script.ts';

/** Without the newline that ends it. */
export function lineAt(text: string, offset: number): Span {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  return { start, end: newline < 0 ? text.length : newline };
}

export function linesBefore(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}
