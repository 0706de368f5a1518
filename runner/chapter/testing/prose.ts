/** Running text for tests, as a chapter's parse would leave it. */
import { parseMarkdown } from '../markdown.ts';
import type { Prose } from '../model.ts';

/** @param line of the chapter's file, 1-based, on which it begins */
export function prose(markdown: string, line = 1): Prose {
  return { tokens: parseMarkdown('\n'.repeat(line - 1) + markdown), line };
}
