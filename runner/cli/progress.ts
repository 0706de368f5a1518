/** One line that tells what is being done, on a terminal only; gone before the next real line is printed. */
import type { Context } from './context.ts';

export interface Progress {
  show(what: string): void;
  clear(): void;
}

export function progressLine({ interactive, paint }: Pick<Context, 'interactive' | 'paint'>): Progress {
  if (!interactive) return { show: () => {}, clear: () => {} };
  let shown = false;
  return {
    show(what) {
      const width = (process.stdout.columns ?? 80) - 4;
      process.stdout.write(`\r\u001b[K  ${paint.dim(what.slice(0, width))}`);
      shown = true;
    },
    clear() {
      if (shown) process.stdout.write('\r\u001b[K');
      shown = false;
    },
  };
}
