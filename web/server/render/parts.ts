/** The parts of the curriculum: which chapter numbers belong together on the home page. */
export interface PartOfCourse {
  readonly title: string;
  /** Highest chapter number that belongs to it. */
  readonly last: number;
}

export const PARTS: readonly PartOfCourse[] = [
  { title: 'A pod is a namespace', last: 2 },
  { title: 'Wires on one node', last: 7 },
  { title: 'Across nodes', last: 13 },
  { title: 'Services', last: 99 },
];

/** Index into PARTS. */
export function partOf(chapterNumber: number): number {
  const index = PARTS.findIndex((part) => chapterNumber <= part.last);
  return index < 0 ? PARTS.length - 1 : index;
}
