/** Where J and K go: from the step that has the focus, else from where the reader is. Pure. */

export interface StepPlace {
  /** Upper edge in the window. Pixels. */
  readonly top: number;
  /** The focus is in it. */
  readonly focused: boolean;
}

/**
 * @param places of all steps that can be seen, in their order
 * @param line the upper edge of what the reader sees, in pixels: what is above it has been read
 * @returns the index of the step to go to; undefined at the ends
 */
export function stepFrom(places: readonly StepPlace[], by: 1 | -1, line: number): number | undefined {
  const from = places.findIndex(({ focused }) => focused);
  const below = places.findIndex(({ top }) => top >= line);
  const firstBelow = below < 0 ? places.length : below;
  const to = from >= 0 ? from + by : by === 1 ? firstBelow : firstBelow - 1;
  return to >= 0 && to < places.length ? to : undefined;
}
