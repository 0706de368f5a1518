/**
 * The summaries of all chapters. Parsing them takes ten times what Node takes to start, so the build keeps those of the
 * chapters that it found, each with the hash of its text: they are used when every chapter is still that very text.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { findChapterFolders } from './folders.ts';
import { type ChapterSummary, summaryOf } from './summary.ts';

/** Beside the built code, so that it is never read by sources that have changed since. */
const BUILT = join(import.meta.dirname, 'chapters.json');

export interface BuiltSummary {
  /** Of chapter.md, SHA-256 in hex. */
  readonly hash: string;
  readonly summary: ChapterSummary;
}

/**
 * @param root the folder that holds the chapters
 * @throws UsageError when any chapter has a mistake
 */
export async function readSummaries(root: string, built = BUILT): Promise<readonly ChapterSummary[]> {
  const folders = await findChapterFolders(root);
  const known = await readBuilt(built);
  const found = await Promise.all(
    folders.map(async (folder) => {
      const hash = hashOf(await readFile(join(folder, 'chapter.md')));
      return known.find((one) => one.hash === hash && one.summary.id === basename(folder))?.summary;
    }),
  );
  const summaries = found.filter((summary) => summary !== undefined);
  return summaries.length === folders.length ? summaries : parsedSummaries(root);
}

/** What the build keeps. @throws UsageError when any chapter has a mistake */
export async function summariesToBuild(root: string): Promise<BuiltSummary[]> {
  return Promise.all(
    (await parsedSummaries(root)).map(async (summary) => ({
      hash: hashOf(await readFile(join(root, summary.id, 'chapter.md'))),
      summary,
    })),
  );
}

async function parsedSummaries(root: string): Promise<ChapterSummary[]> {
  const { loadChapters } = await import('./load.ts');
  return (await loadChapters(root)).map(summaryOf);
}

const hashOf = (text: Buffer): string => createHash('sha256').update(text).digest('hex');

async function readBuilt(file: string): Promise<readonly BuiltSummary[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return [];
  }
}
