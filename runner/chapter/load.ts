/** Reads chapters and proofs from disk. What they mean is decided in parse.ts and proofs.ts. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { KINDS } from '../../checks/kinds/index.ts';
import { UsageError } from '../errors.ts';
import type { LintProblem } from '../yaml/problems.ts';
import { type Claim, type ParsedClaims, parseClaims } from './claims.ts';
import { type Course, type ParsedCourse, parseCourse } from './course.ts';
import { findChapterFolders, shownPath } from './folders.ts';
import { type Glossary, parseGlossary } from './glossary.ts';
import type { Chapter, Proof } from './model.ts';
import { type ParsedChapter, parseChapter } from './parse.ts';
import { type ProofFile, parseProof } from './proofs.ts';
import type { Kinds } from './resolve.ts';
import { parseWording, type Wording } from './wording.ts';

export interface LoadOptions {
  /** Default: all check kinds there are. */
  readonly kinds?: Kinds;
  /** Default: those of the list beside the chapter's folder. */
  readonly claims?: readonly Claim[] | undefined;
  /** Told in a sentence when a chapter was asked for by a name that it had before. */
  readonly say?: ((words: string) => void) | undefined;
}

/** @throws UsageError when any chapter has a mistake */
export async function loadChapters(root: string, options: LoadOptions = {}): Promise<Chapter[]> {
  const folders = await findChapterFolders(root);
  const claims = options.claims ?? (await readClaims(root))?.claims;
  const parsed = await Promise.all(folders.map((folder) => readChapter(folder, { ...options, claims })));
  const problems = parsed.flatMap((one) => one.problems);
  if (problems.length > 0) throw problemsError(problems);
  return parsed.flatMap(({ chapter }) => (chapter ? [chapter] : []));
}

/**
 * @param name `4`, `04`, `04-a-bridge` or `a-bridge`
 * @throws UsageError when there is no such chapter (listing those there are), or it has a mistake
 */
export async function loadChapter(root: string, name: string, options: LoadOptions = {}): Promise<Chapter> {
  const [folder = ''] = await findNamedFolders(root, [name], options.say);
  const { chapter, problems } = await readChapter(folder, options);
  if (!chapter) throw problemsError(problems);
  return chapter;
}

/** As `findChapterFolders`, also by names of before. @throws UsageError */
export async function findNamedFolders(
  root: string,
  names: readonly string[],
  say?: LoadOptions['say'],
): Promise<string[]> {
  const renamed = (await readCourse(root))?.course?.renamed;
  return findChapterFolders(root, names, { renamed, say });
}

/** A chapter with its mistakes. @throws UsageError when the folder has no chapter.md */
export async function readChapter(folder: string, options: LoadOptions = {}): Promise<ParsedChapter> {
  const path = join(resolve(folder), 'chapter.md');
  const source = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(
      `${shownPath(path)} cannot be read: ${cause instanceof Error ? cause.message : cause}`,
    );
  });
  const where = { id: basename(resolve(folder)), folder: resolve(folder), file: shownPath(path) };
  const claims = options.claims ?? (await readClaims(join(where.folder, '..')))?.claims;
  return parseChapter(source, where, { kinds: options.kinds ?? KINDS, claims });
}

/**
 * All proofs of a chapter: by exercise, solutions before wrong attempts.
 * @throws UsageError when one of them has a mistake
 */
export async function loadProofs(chapter: Chapter): Promise<Proof[]> {
  const files = await readProofFiles(chapter.folder);
  const parsed = files.map((file) => parseProof(file, chapter));
  const problems = parsed.flatMap((one) => one.problems);
  if (problems.length > 0) throw problemsError(problems);
  return parsed.flatMap(({ proof }) => (proof ? [proof] : []));
}

/** Every file under proofs/, whatever it is called. */
export async function readProofFiles(folder: string): Promise<ProofFile[]> {
  const root = join(folder, 'proofs');
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.sort().map(async (path) => ({
      item: relative(root, join(path, '..')),
      name: basename(path),
      file: shownPath(path),
      text: await readFile(path, 'utf8'),
    })),
  );
}

/** The list of claims beside the chapters; undefined where there is none. @param root the folder of the chapters */
export const readClaims = (root: string): Promise<ParsedClaims | undefined> =>
  readBeside(root, 'claims.yaml', parseClaims);

/** The words that chapters avoid; undefined where there is no such list. @param root the folder of the chapters */
export const readWording = (root: string): Promise<Wording | undefined> =>
  readBeside(root, 'wording.yaml', parseWording);

/** The words that chapters explain; undefined where there is no such list. @param root the folder of the chapters */
export const readGlossary = (root: string): Promise<Glossary | undefined> =>
  readBeside(root, 'glossary.yaml', parseGlossary);

/** The glossary for readers. @throws UsageError when it has a mistake */
export async function loadGlossary(root: string): Promise<Glossary | undefined> {
  const glossary = await readGlossary(root);
  if (glossary && glossary.problems.length > 0) throw problemsError(glossary.problems);
  return glossary;
}

/** What the book is about, and its parts; undefined where there is no such file. @param root the folder of the chapters */
export async function readCourse(root: string): Promise<ParsedCourse | undefined> {
  const ids = (await findChapterFolders(root)).map((folder) => basename(folder));
  return readBeside(root, 'course.yaml', (text, file) => parseCourse(text, ids, file));
}

/** @throws UsageError when it has a mistake */
export async function loadCourse(root: string): Promise<Course | undefined> {
  const read = await readCourse(root);
  if (read && read.problems.length > 0) throw problemsError(read.problems);
  return read?.course;
}

async function readBeside<T>(
  root: string,
  name: string,
  parse: (text: string, file: string) => T,
): Promise<T | undefined> {
  const path = join(resolve(root), name);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : parse(text, shownPath(path));
}

export function problemsError(problems: readonly LintProblem[]): UsageError {
  const lines = problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  return new UsageError(lines.join('\n'), 'To see all mistakes of all chapters: npx wirebook lint');
}
