/** Marks for a moment what has changed, for eyes that allow motion. */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A soft wash over the element when `value` becomes another; not when it is first shown. */
export function useChangedMark(element: RefObject<HTMLElement | null>, value: string | undefined): void {
  const before = useRef(value);
  useEffect(() => {
    const changed = before.current !== undefined && before.current !== value;
    before.current = value;
    if (!changed || calm()) return;
    element.current?.animate([{ backgroundColor: 'var(--wash)' }, { backgroundColor: 'transparent' }], {
      duration: 1600,
      easing: 'ease-out',
    });
  }, [element, value]);
}
