/** `04-a-bridge`: two digits that order the chapters, and words that stand in URLs. */
export const CHAPTER_ID = /^(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)$/;
