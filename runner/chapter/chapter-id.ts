/** `04-a-bridge`: two digits that order the chapters, and words that stand in URLs. */
export const CHAPTER_ID = /^(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)$/;

/** `a-bridge` of `04-a-bridge`: chapters keep it when they are numbered again. */
export function slugOf(id: string): string {
  return CHAPTER_ID.exec(id)?.[2] ?? id;
}
